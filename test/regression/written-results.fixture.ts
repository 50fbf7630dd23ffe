import { setTimeout as sleep } from 'node:timers/promises';
import { Context, Injectable, Module, Tool, ToolResult } from 'portico';

class Masked extends ToolResult {
  toJSON() {
    return { content: [{ type: 'text', text: 'masked' }] };
  }
}

class MaskedValue {
  uri = 'file:///notes';
  text = 'the secret';
  toJSON = () => ({ uri: this.uri, text: 'masked' });
}

@Injectable()
class WrittenTools {
  @Tool() masked() {
    return new Masked([{ type: 'text', text: 'the secret' }]);
  }

  @Tool() maskedBlock() {
    const block = { type: 'text' as const, text: 'the secret' };
    Object.defineProperty(block, 'toJSON', { value: () => ({ type: 'text', text: 'masked' }) });
    return new ToolResult([block]);
  }

  @Tool() maskedStructure() {
    return new ToolResult([{ type: 'text', text: 'whole' }], { structuredContent: { ...new MaskedValue() } });
  }

  @Tool() maskedResource() {
    const resource = new MaskedValue() as unknown as { uri: string; text: string };
    return new ToolResult([{ type: 'resource', resource }]);
  }

  /** Out of the ordinary: the hot path leaves such a block to the engine. */
  @Tool() maskedAudio() {
    const block = {
      type: 'audio' as const,
      data: 'c2VjcmV0',
      mimeType: 'audio/wav',
      annotations: { priority: 1 },
    };
    Object.defineProperty(block, 'toJSON', { value: () => ({ type: 'text', text: 'masked' }) });
    return new ToolResult([block]);
  }

  @Tool() unwritableMask() {
    const block = { type: 'text' as const, text: 'the secret' };
    const value = () => {
      throw new Error('no mask at hand');
    };
    return new ToolResult([Object.defineProperty(block, 'toJSON', { value })]);
  }

  @Tool() nothingStructured() {
    return new ToolResult([{ type: 'text', text: 'whole' }], {
      structuredContent: { a: 1, toJSON: () => undefined },
    });
  }

  @Tool() several() {
    return new ToolResult([
      { type: 'text', text: 'one "quoted" \u2028 𝄞' },
      { type: 'text', text: '' },
    ]);
  }

  @Tool() failed() {
    return new ToolResult([{ type: 'text', text: 'no' }], { isError: true });
  }

  @Tool() async unwritable(ctx: Context) {
    await ctx.reportProgress(1, 2, Symbol('of no text') as unknown as string);
    return 'reported';
  }

  /** One report, and after a while more than may be sent at once; says for how many milliseconds it did so. */
  @Tool() async bursts(ctx: Context) {
    await ctx.reportProgress(1, 1_000);
    await sleep(1_200);
    const began = performance.now();
    for (let done = 2; done < 200; done++) void ctx.reportProgress(done, 1_000);
    const took = performance.now() - began;
    await sleep(100); // clients over stdio lose reports that they read together with the answer
    return String(took);
  }
}

@Module({ providers: [WrittenTools] })
export class WrittenResultsModule {
  static readonly file = import.meta.url;
}
