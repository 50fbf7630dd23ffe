import type { SchemaProblem } from '../../schema/index.js';
import { formatProblems } from '../../schema/index.js';
import type { Exchange } from '../exchange.js';
import type { Conversation, Turn } from './conversation.js';
import { userText } from './messages/blocks.js';
import type { ToolResultContent, ToolUseContent } from './messages/sampling-message.js';
import { FINAL_TOOL, type Judged, type ResultForm } from './result/result-form.js';
import { SampleResultError, tooManyIterations } from './sample-errors.js';
import type { SampleResult } from './sample-options.js';
import { inOrder } from './tools/in-order.js';
import type { ToolBox } from './tools/tool-box.js';
import { textResult } from './tools/tool-result.js';

/** How often a model is told what was wrong with its result. */
const REPAIRS = 2;

export interface LoopParts {
  readonly exchange: Exchange;
  readonly conversation: Conversation;
  readonly tools: ToolBox | undefined;
  readonly form: ResultForm | undefined;
  /** Whether the result is given by calling a tool; else it is written as JSON. */
  readonly byTool: boolean;
  readonly maxIterations: number;
  readonly concurrency: number;
}

/** Asks until the model has answered: runs the tools it calls, and has it repair a result that does not fit. */
export class SampleLoop {
  private iterations = 0;
  private repairs = 0;

  constructor(private readonly parts: LoopParts) {}

  /**
   * @throws PorticoError `PORTICO_SAMPLE_ITERATIONS` when the model does not stop calling tools, `PORTICO_SAMPLE_RESULT`
   * when it gives no result of the wanted form
   */
  async run(): Promise<SampleResult<unknown>> {
    for (;;) {
      const turn = await this.parts.conversation.next(this.offer());
      const ended = turn.toolUses.length > 0 ? await this.useTools(turn) : await this.readText(turn);
      if (ended) return ended;
    }
  }

  private offer() {
    const { tools, form, byTool } = this.parts;
    const entries = [...(tools?.entries ?? []), ...(form && byTool ? [form.tool] : [])];
    if (entries.length === 0) return {};
    return { tools: entries, ...(form && { toolChoice: { mode: 'required' as const } }) };
  }

  private async readText(turn: Turn): Promise<SampleResult<unknown> | undefined> {
    const { form, byTool, conversation } = this.parts;
    if (!form) return this.end(turn, turn.text, undefined);
    const judged = await form.judgeText(turn.answer);
    if (judged.ok) return this.end(turn, turn.text, judged.value);
    this.countRepair(turn, judged);
    const again = byTool
      ? `Call ${FINAL_TOOL} with the corrected result.`
      : 'Answer again, with the corrected JSON only.';
    conversation.say(userText(`${complaint(judged.problems)}\n${again}`));
    return undefined;
  }

  /** Answers every call of a turn, in the order of the calls, and ends when one of them gave the result. */
  private async useTools(turn: Turn): Promise<SampleResult<unknown> | undefined> {
    const { conversation, concurrency } = this.parts;
    const judgements = await this.judgeFinal(turn);
    const final = [...judgements.values()].find((judged) => judged.ok);
    const content = await inOrder(turn.toolUses, concurrency, async (use, index) => {
      const judged = judgements.get(use);
      return judged ? answerToFinal(use, judged, final) : this.runTool(use, index);
    });
    conversation.say({ role: 'user', content });
    if (final) return this.end(turn, final.text, final.value);
    const [wrong] = judgements.values();
    if (wrong && !wrong.ok) this.countRepair(turn, wrong);
    else if (++this.iterations >= this.parts.maxIterations) throw tooManyIterations(this.parts.maxIterations);
    return undefined;
  }

  private async judgeFinal({ toolUses }: Turn): Promise<Map<ToolUseContent, Judged>> {
    const { form } = this.parts;
    const given = form ? toolUses.filter(({ name }) => name === FINAL_TOOL) : [];
    return new Map(
      await Promise.all(given.map(async (use) => [use, await form!.judgeInput(use.input)] as const)),
    );
  }

  private async runTool(use: ToolUseContent, index: number): Promise<ToolResultContent> {
    const { exchange, tools, conversation } = this.parts;
    exchange.signal.throwIfAborted();
    const key = conversation.nameOf(`tool-${index + 1}`);
    const result = tools
      ? await tools.run(use, key)
      : textResult(use, `Unknown tool: ${use.name}. Use ${FINAL_TOOL}.`, true);
    // The next question tells the model what came of this call: it must say the same when the handler runs again.
    return exchange.flow.note(key, () => result);
  }

  private countRepair({ answer }: Turn, judged: Judged & { readonly ok: false }): void {
    if (++this.repairs > REPAIRS)
      throw new SampleResultError(judged.problems, judged.text, answer.stopReason === 'maxTokens');
  }

  private end({ answer }: Turn, text: string, result: unknown): SampleResult<unknown> {
    const { model, stopReason } = answer;
    return { text, result, history: this.parts.conversation.history, model, stopReason };
  }
}

function answerToFinal(use: ToolUseContent, judged: Judged, final: Judged | undefined): ToolResultContent {
  if (judged === final) return textResult(use, 'Received.');
  if (judged.ok) return textResult(use, `Ignored: ${FINAL_TOOL} was called more than once.`, true);
  return textResult(
    use,
    `${complaint(judged.problems)}\nCall ${FINAL_TOOL} again with the corrected result.`,
    true,
  );
}

function complaint(problems: readonly SchemaProblem[]): string {
  return `This is not the result that was asked for:\n${formatProblems(problems)}`;
}
