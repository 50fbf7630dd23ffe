import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

interface Message {
  readonly id?: string | number;
  readonly method?: string;
}

/**
 * Stands between a client on stdio and a server that is started again and again: the client keeps its connection. A new
 * server is told of the session the client has opened, the client that lists may have changed, and a call that was
 * running gets an error.
 */
export class StdioRelay {
  private child: ChildProcess | undefined;
  /** What the client sent while no server ran. */
  private readonly waiting: string[] = [];
  private opening: { readonly id: string | number; readonly line: string } | undefined;
  private opened: string | undefined;
  /** The id of a handshake that was repeated: its answer is not for the client. */
  private replayed: string | number | undefined;
  private readonly running = new Set<string | number>();
  private isResting = false;
  private tellQuiet: (() => void) | undefined;

  constructor(
    private readonly client: NodeJS.WritableStream = process.stdout,
    input: NodeJS.ReadableStream = process.stdin,
    onEnd: () => void = () => {},
  ) {
    createInterface({ input })
      .on('line', (line) => this.fromClient(line))
      .on('close', () => onEnd());
  }

  /**
   * Before a server is ended: what the client sends from now on is for the next one, and calls that run may finish. Without
   * it a call that was on its way would be lost.
   *
   * @param ms how long at most
   */
  async rest(ms: number): Promise<void> {
    this.isResting = true;
    if (this.running.size === 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.tellQuiet = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.tellQuiet = undefined;
  }

  /** Takes over a server that has just been started. */
  attach(child: ChildProcess): void {
    this.child = child;
    this.isResting = false;
    child.stdin!.on('error', () => {}); // it may be gone before all is written
    createInterface({ input: child.stdout! }).on('line', (line) => this.fromServer(child, line));
    child.once('exit', () => this.detach(child));
    if (this.opening) {
      this.toServer(this.opening.line);
      if (this.opened) this.toServer(this.opened);
      this.replayed = this.opening.id;
    }
    for (const line of this.waiting.splice(0)) this.pass(line);
  }

  private fromClient(line: string): void {
    const isForNext = !this.child || (this.isResting && isRequest(line));
    if (isForNext) this.waiting.push(line);
    else this.pass(line);
  }

  private pass(line: string): void {
    const { id, method } = parse(line);
    if (id !== undefined && method === 'initialize') this.opening = { id, line };
    if (method === 'notifications/initialized') this.opened = line;
    if (id !== undefined && method !== undefined) this.running.add(id);
    this.toServer(line);
  }

  private fromServer(child: ChildProcess, line: string): void {
    if (child !== this.child) return;
    const { id, method } = parse(line);
    if (id !== undefined && method === undefined) {
      if (id === this.replayed) {
        this.replayed = undefined;
        this.tellOfChanges();
        return;
      }
      this.running.delete(id);
      if (this.running.size === 0) this.tellQuiet?.();
    }
    this.client.write(`${line}\n`);
  }

  private detach(child: ChildProcess): void {
    if (child !== this.child) return;
    this.child = undefined;
    const error = { code: -32603, message: 'The server was started again. Call once more.' };
    for (const id of this.running) this.client.write(`${JSON.stringify({ jsonrpc: '2.0', id, error })}\n`);
    this.running.clear();
    this.tellQuiet?.();
  }

  private tellOfChanges(): void {
    for (const kind of ['tools', 'resources', 'prompts'])
      this.client.write(
        `${JSON.stringify({ jsonrpc: '2.0', method: `notifications/${kind}/list_changed` })}\n`,
      );
  }

  private toServer(line: string): void {
    this.child?.stdin!.write(`${line}\n`);
  }
}

/** Answers to questions and cancellations belong to the server that runs. */
function isRequest(line: string): boolean {
  const { id, method } = parse(line);
  return id !== undefined && method !== undefined;
}

/** What is no message is passed on as it is: the server is the judge of it. */
function parse(line: string): Message {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
