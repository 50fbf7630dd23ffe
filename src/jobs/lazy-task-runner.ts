import type { Exchange } from '../context/exchange.js';
import type { Task } from './task-record.js';
import type { SubmitOptions, TaskPage, TaskRunner } from './task-runner.js';

/** A task runner whose storage is opened when it is first needed. */
export class LazyTaskRunner implements TaskRunner {
  constructor(private readonly open: () => Promise<TaskRunner>) {}

  async submit(exchange: Exchange, options?: SubmitOptions): Promise<Task> {
    return (await this.open()).submit(exchange, options);
  }

  async get(id: string, owner: string): Promise<Task | undefined> {
    return (await this.open()).get(id, owner);
  }

  async list(owner: string, limit: number, from?: string): Promise<TaskPage> {
    return (await this.open()).list(owner, limit, from);
  }

  async answer(
    id: string,
    owner: string,
    answers: Readonly<Record<string, unknown>>,
  ): Promise<Task | undefined> {
    return (await this.open()).answer(id, owner, answers);
  }

  async cancel(id: string, owner: string): Promise<Task | undefined> {
    return (await this.open()).cancel(id, owner);
  }

  async forget(id: string, owner: string): Promise<void> {
    return (await this.open()).forget(id, owner);
  }

  async wait(id: string, owner: string, options: Parameters<TaskRunner['wait']>[2]): Promise<Task> {
    return (await this.open()).wait(id, owner, options);
  }

  /** It begins a little later where the storage is not open yet, and then tells once, lest something was missed. */
  watch(id: string, listener: () => void): () => void {
    let isOver = false;
    let stop = (): void => {};
    void this.open().then(
      (runner) => {
        if (isOver) return;
        stop = runner.watch(id, listener);
        listener();
      },
      () => {}, // whoever asks for the task is told
    );
    return () => {
      isOver = true;
      stop();
    };
  }
}
