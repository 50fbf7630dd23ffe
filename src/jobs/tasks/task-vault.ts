import { PorticoError } from '../../common/portico-error.js';
import { StateRejected, type StateSeal } from '../../interaction/sealed-state.js';

/** The parts of a task that are sealed, each for itself. */
export type SealedField = 'input' | 'journal' | 'questions' | 'outcome' | 'message' | 'log' | 'effect';

/**
 * Seals what a store keeps of a task, bound to the task and the part: a text moved to another task or another part does
 * not open. Without a seal, for what never leaves this process, texts are plain JSON.
 */
export class TaskVault {
  constructor(private readonly seal: StateSeal | undefined) {}

  close(id: string, field: SealedField, value: unknown): string {
    return this.seal ? this.seal.seal(value, binding(id, field)) : JSON.stringify(value);
  }

  /** @throws PorticoError `PORTICO_TASK_SEALED` for a text that was sealed with a key this process has not, or changed */
  open<T>(id: string, field: SealedField, text: string): T {
    if (!this.seal) return JSON.parse(text) as T;
    try {
      return this.seal.open(text, binding(id, field)) as T;
    } catch (cause) {
      if (!(cause instanceof StateRejected)) throw cause;
      throw new PorticoError(
        'PORTICO_TASK_SEALED',
        `The ${field} of a task cannot be opened: ${cause.message}. Give every process that works on these tasks the same keys (PORTICO_STATE_KEY or interaction.keys), and keep an old key on the list until its tasks have ended.`,
        { cause },
      );
    }
  }
}

function binding(id: string, field: SealedField): string {
  return `task:${id}:${field}`;
}
