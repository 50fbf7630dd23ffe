import type { Era } from 'portico';
import { envelope, type Message } from '../obligations/support/raw-line.js';
import { eventually } from '../support/eventually.js';

/** What carries messages. */
export interface LineTransport {
  onmessage?: (message: unknown) => void;
  start(): Promise<void>;
  send(message: unknown): Promise<void>;
  close(): Promise<void>;
  setProtocolVersion?(version: string): void;
  terminateSession?(): Promise<void>;
}

/** A task as both revisions have it; the rest is theirs. */
export interface WireTask extends Record<string, unknown> {
  readonly taskId: string;
  readonly status: string;
  readonly statusMessage?: string;
}

/** How a task ended: what its call would have been answered with. */
export interface Ended {
  readonly status: string;
  readonly result?: Record<string, unknown>;
  readonly error?: Message['error'];
}

/** What a client says to a question. */
export type Answers = (question: Message) => object;

/** A client of one era that makes calls into tasks, message by message. */
export class TaskLine {
  /** Everything the server sent, in order. */
  readonly received: Message[] = [];
  private next = 1;

  private constructor(
    private readonly transport: LineTransport,
    readonly era: Era,
    private readonly capabilities: object,
  ) {
    transport.onmessage = (message) => void this.received.push(message as Message);
  }

  static async open(transport: LineTransport, era: Era, capabilities: object): Promise<TaskLine> {
    const line = new TaskLine(transport, era, capabilities);
    await transport.start();
    if (era === 'session') {
      const clientInfo = { name: 'raw', version: '1.0.0' };
      await line.request('initialize', { protocolVersion: '2025-11-25', capabilities, clientInfo });
      transport.setProtocolVersion?.('2025-11-25');
      await line.send({ method: 'notifications/initialized' });
    }
    return line;
  }

  send(message: Message): Promise<void> {
    return this.transport.send({ jsonrpc: '2.0', ...message });
  }

  async request(method: string, params: Record<string, unknown> = {}): Promise<Message> {
    return this.answer(await this.begin(method, params));
  }

  /** @returns the id of the request, whose answer has not come yet */
  async begin(method: string, params: Record<string, unknown> = {}): Promise<number> {
    const id = this.next++;
    const own = this.era === 'stateless' ? envelope(this.capabilities) : {};
    await this.send({ id, method, params: { ...params, _meta: { ...own, ...(params['_meta'] as object) } } });
    return id;
  }

  answer(id: number): Promise<Message> {
    return eventually(() => {
      const found = this.received.find((message) => message.id === id && message.method === undefined);
      if (!found) throw new Error(`No answer to request ${id}`);
      return found;
    }, 15_000);
  }

  notified(method: string): Message[] {
    return this.received.filter((message) => message.method === method && message.id === undefined);
  }

  /** Calls a tool as a task where the client can, and takes what comes. */
  call(name: string, args: object = {}, meta: object = {}): Promise<Message> {
    const task = this.era === 'session' && { task: { ttl: 60_000 } };
    return this.request('tools/call', { name, arguments: args, ...task, _meta: meta });
  }

  /** Calls a tool that becomes a task. */
  async start(name: string, args: object = {}, meta: object = {}): Promise<WireTask> {
    const { result, error } = await this.call(name, args, meta);
    const task = this.era === 'session' ? result?.['task'] : result;
    if (typeof (task as WireTask | undefined)?.taskId === 'string') return task as WireTask;
    throw new Error(`The call became no task: ${JSON.stringify(result ?? error)}`);
  }

  async get(taskId: string): Promise<WireTask> {
    const { result, error } = await this.request('tasks/get', { taskId });
    if (!result) throw new Error(JSON.stringify(error));
    return result as WireTask;
  }

  /** Waits until a task has this status. */
  reaches(taskId: string, status: string): Promise<WireTask> {
    return eventually(async () => {
      const task = await this.get(taskId);
      if (task.status !== status) throw new Error(`The task is ${task.status} and not ${status}`);
      return task;
    }, 15_000);
  }

  /** Waits for the end of a task, as a client of this revision does, and answers its questions. */
  end(taskId: string, answers: Answers = refuse): Promise<Ended> {
    return this.era === 'session' ? this.endBySession(taskId, answers) : this.endByPolling(taskId, answers);
  }

  close(): Promise<void> {
    return this.transport.close();
  }

  /** Closes it, and its session where it has one. */
  async leave(): Promise<void> {
    await this.transport.terminateSession?.();
    await this.close();
  }

  private async endBySession(taskId: string, answers: Answers): Promise<Ended> {
    const known = new Set(this.received);
    const id = await this.begin('tasks/result', { taskId });
    const over = this.answer(id).then((message) => ({ message }));
    for (;;) {
      const turn = await Promise.race([over, this.question(known)]);
      if ('message' in turn) {
        const { status } = await this.get(taskId);
        const { result, error } = turn.message;
        return { status, ...(result && { result }), ...(error && { error }) };
      }
      known.add(turn.question);
      await this.send({ id: turn.question.id!, result: answers(turn.question) as Record<string, unknown> });
    }
  }

  private question(known: ReadonlySet<Message>): Promise<{ question: Message }> {
    return eventually(() => {
      const question = this.received.find(
        (message) => message.id !== undefined && message.method !== undefined && !known.has(message),
      );
      if (!question) throw new Error('The server asked nothing');
      return { question };
    }, 15_000);
  }

  private async endByPolling(taskId: string, answers: Answers): Promise<Ended> {
    const given = new Set<string>();
    return eventually(async () => {
      const { status, result, error, inputRequests = {} } = await this.get(taskId);
      const open = Object.entries(inputRequests as Record<string, Message>).filter(
        ([key]) => !given.has(key),
      );
      const inputResponses = Object.fromEntries(open.map(([key, question]) => [key, answers(question)]));
      for (const [key] of open) given.add(key);
      if (open.length > 0) await this.request('tasks/update', { taskId, inputResponses });
      if (['working', 'input_required'].includes(status)) throw new Error(`The task is ${status}`);
      return {
        status,
        ...(result !== undefined && { result }),
        ...(error !== undefined && { error }),
      } as Ended;
    }, 15_000);
  }
}

function refuse(question: Message): never {
  throw new Error(`Nobody expected to be asked ${JSON.stringify(question)}`);
}

/** The text of a tool's result. */
export function textOf(result: Record<string, unknown> | undefined): string | undefined {
  return (result?.['content'] as { text?: string }[] | undefined)?.[0]?.text;
}

/** Accepts a form of one value. */
export function accept(value: unknown): object {
  return { action: 'accept', content: { value } };
}
