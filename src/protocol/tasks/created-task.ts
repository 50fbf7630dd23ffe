/**
 * A call became a task. Thrown and not returned, because the engine takes whatever a tool's call returns for the tool's
 * own result, and judges it as such.
 */
export class CreatedTask extends Error {
  override readonly name = 'CreatedTask';

  /** @param result what the client is answered */
  constructor(readonly result: Readonly<Record<string, unknown>>) {
    super('The call became a task.');
  }
}
