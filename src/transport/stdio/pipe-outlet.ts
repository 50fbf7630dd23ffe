import type { Outlet, Reply } from '../../protocol/hot/outlet.js';
import type { StdioTransport } from './stdio-transport.js';

/** The way back to the client of a pipe, the same for all its requests. */
export class PipeOutlet implements Outlet {
  /** Who closes the pipe hangs up on every request. */
  readonly isGone = false;

  constructor(private readonly transport: Pick<StdioTransport, 'write'>) {}

  onGone(): void {}

  send(text: string): Promise<void> | undefined {
    return this.transport.write(text);
  }

  end(reply: Reply | undefined): void {
    if (reply) void this.transport.write(reply.text, reply.rest);
  }
}
