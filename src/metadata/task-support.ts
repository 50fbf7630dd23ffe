import type { Duration } from '../common/duration.js';

/**
 * Whether a call of a tool may become a background task, which the client comes back for.
 *
 * - `forbidden`: it never does (the default).
 * - `optional`: it does for every client that can follow a task; for others it runs while they wait.
 * - `required`: it always does; a client that cannot follow a task is refused.
 * - `{ after }`: the client waits that long for the result, and follows a task only where the call takes longer. Over
 *   sessions, where the client alone decides, the same as `optional`.
 *
 * The tool itself is the same in all of them.
 */
export type TaskSupport = 'optional' | 'required' | 'forbidden' | { readonly after: Duration };
