import type { ToolOutcome } from '../../../common/content/content.js';

/** The port through which a model learns of a tool's error what a caller of the tool would; the machinery above fits it. */
export interface ToolErrors {
  /**
   * @param where the tool, for the server's log
   * @throws errors that concern the whole request
   */
  asToolOutcome(where: string, error: unknown): ToolOutcome;
}
