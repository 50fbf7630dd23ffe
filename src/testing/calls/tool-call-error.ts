import type { ToolOutcome } from '../../common/content/content.js';
import { PorticoError } from '../../common/portico-error.js';
import { errorCodeIn } from './error-code.js';

/**
 * A tool that was called by its class answered with an error. The message is what the client reads.
 *
 * @example
 * ```ts
 * await assert.rejects(client.call(GreetTools, 'greet', { name: '' }), { name: 'ToolCallError' });
 * ```
 */
export class ToolCallError extends PorticoError {
  override readonly name = 'ToolCallError';

  constructor(
    readonly tool: string,
    readonly outcome: ToolOutcome,
  ) {
    super('PORTICO_TOOL_CALL', textOf(outcome));
  }

  /** The code of the error that was thrown in the server, such as `PORTICO_USER_ERROR`; clients never see it. */
  get errorCode(): string | undefined {
    return errorCodeIn(this.outcome);
  }
}

/** The texts of a result, one below the other. */
export function textOf({ content }: ToolOutcome): string {
  return content.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('\n');
}
