/** What is measured, shortly or in full. */
import { STATELESS_REVISION } from './lib/messages.mjs';

const SESSIONS = 'sessions';
const cell = (mode, operation, width) => ({ mode, operation, width });
const http = [SESSIONS, 'stateless', STATELESS_REVISION];

/** The cells of `npm run bench`. */
export const QUICK_CELLS = [
  ...http.flatMap((mode) => [cell(mode, 'echo', 16), cell(mode, 'echo', 64)]),
  cell(SESSIONS, 'ctx_work', 16),
  cell(SESSIONS, 'list', 4),
  cell(STATELESS_REVISION, 'ctx_work', 16),
  cell('stdio', 'echo', 16),
  cell('stdio', 'ctx_work', 16),
  cell('stdio', 'list', 4),
];

/** Those of `npm run bench -- --full`. */
export const FULL_CELLS = [
  cell(SESSIONS, 'echo', 1),
  ...QUICK_CELLS,
  cell(SESSIONS, 'add', 16),
  cell(STATELESS_REVISION, 'list', 4),
  cell('stdio', 'echo', 1),
];

/**
 * What is measured is compiled code, and the more code a call runs through, the more calls it takes until all of it is. A
 * warm-up ends after so many `calls` when they no longer get cheaper, and after `most` ms of the server's processor time in
 * any case; the first of a server has everything to compile.
 */
export const QUICK = {
  rounds: 3,
  slice: { settle: 20, ms: 180 },
  warmUp: { first: { calls: 8_000, most: 2_000 }, again: { calls: 200, most: 300 } },
};

export const FULL = {
  rounds: 8,
  slice: { settle: 60, ms: 350 },
  warmUp: { first: { calls: 20_000, most: 8_000 }, again: { calls: 4_000, most: 700 } },
};
