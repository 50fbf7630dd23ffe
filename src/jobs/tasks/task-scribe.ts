import type { ServerLog } from '../../common/server-log.js';
import type { LogLevel } from '../../context/peer.js';
import type { TaskProgress, TaskRecord } from '../task-record.js';
import type { TaskLedger } from './task-ledger.js';
import type { TaskVault } from './task-vault.js';
import { isOwn } from './transitions.js';

/** What a log entry of a task holds under its seal. */
export interface LogText {
  readonly message: string;
  readonly data?: unknown;
  readonly logger?: string;
}

const channel: Readonly<Record<LogLevel, 'debug' | 'info' | 'warn' | 'error'>> = {
  debug: 'debug',
  info: 'info',
  notice: 'info',
  warning: 'warn',
  error: 'error',
  critical: 'error',
  alert: 'error',
  emergency: 'error',
};

/** Writes down what one run of a task says: to its record, and what it logs to the server's log as well. */
export class TaskScribe {
  constructor(
    private readonly record: TaskRecord,
    private readonly ledger: TaskLedger,
    private readonly vault: TaskVault,
    private readonly serverLog: ServerLog,
  ) {}

  /** A run that was replaced by another says nothing any more. */
  async progress({ done, total, message }: TaskProgress): Promise<void> {
    const { id, run } = this.record;
    const text = message === undefined ? null : this.vault.close(id, 'message', message);
    await this.ledger.change(id, (record) =>
      isOwn(record, run) ? { done, total: total ?? null, message: text } : undefined,
    );
  }

  async log(level: LogLevel, message: string, data: unknown, logger: string | undefined): Promise<void> {
    const { id, name } = this.record;
    const details = data === undefined ? [] : [data];
    this.serverLog[channel[level]](`${name} ${id.slice(0, 8)}: ${message}`, ...details);
    const text: LogText = {
      message,
      ...(data !== undefined && { data }),
      ...(logger !== undefined && { logger }),
    };
    const sealed = this.vault.close(id, 'log', text);
    await this.ledger.store.appendLog(id, { time: Date.now(), level, text: sealed });
  }
}
