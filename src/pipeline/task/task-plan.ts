/** How calls of a tool become background tasks. */
export interface TaskPlan {
  readonly support: 'optional' | 'required';
  /** How long the client waits for the result before it follows a task, in ms; absent: not at all. */
  readonly after: number | undefined;
}
