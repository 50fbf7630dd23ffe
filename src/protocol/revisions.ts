/** The revisions with sessions that are spoken, newest first: what a client is offered that asks for another one. */
export const SESSION_REVISIONS: readonly string[] = [
  '2025-11-25',
  '2025-06-18',
  '2025-03-26',
  '2024-11-05',
  '2024-10-07',
];

/** The stateless revision. */
export const STATELESS_REVISION = '2026-07-28';
