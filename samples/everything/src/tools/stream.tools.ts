import { setTimeout } from 'node:timers/promises';
import { Context, Tool } from 'portico';

/** How the answer travels over HTTP. */
export class StreamTools {
  @Tool({
    name: 'test_reconnection',
    description: 'End the stream before the result; the client comes back for it',
  })
  async reconnection(ctx: Context) {
    ctx.closeSseStream();
    await setTimeout(100);
    return 'The client came back for the result';
  }

  @Tool({ name: 'test_streaming_elicitation', description: 'Answer on a stream that carries no requests' })
  async stream(ctx: Context) {
    await ctx.reportProgress(1, 2, 'Only notifications and the result travel on this stream');
    return 'No request was sent on this stream';
  }
}
