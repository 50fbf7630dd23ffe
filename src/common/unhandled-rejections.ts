import { goesUnheard } from './unheard.js';

/** Marks listeners like ours, also those of another copy of this package: all of them only look through. */
const LOOKS_THROUGH = Symbol.for('portico.looks-through');
const EVENT = 'unhandledRejection';

let users = 0;

/**
 * Keeps a promise nobody listens to from ending the process, where it was rejected with what a client brought about. For all
 * other rejections everything is as without: Node ends the process, or whatever `--unhandled-rejections` says.
 *
 * @returns how to stop, once
 */
export function letUnheardPass(): () => void {
  if (!endsProcess()) return () => {};
  if (users++ === 0) process.on(EVENT, lookThrough);
  let isUsed = true;
  return () => {
    if (isUsed && --users === 0) process.off(EVENT, lookThrough);
    isUsed = false;
  };
}

const lookThrough = Object.assign(
  (reason: unknown): void => {
    if (goesUnheard(reason)) return;
    const listeners = process.listeners(EVENT);
    if (listeners.some((listener) => !(LOOKS_THROUGH in listener))) return; // somebody else decides
    // Not at once: what was rejected beside it is still to be looked through.
    setImmediate(leaveToNode, reason);
  },
  { [LOOKS_THROUGH]: true },
);

/** That somebody listens is what keeps Node from its way of treating it. So nobody does, and it is rejected again. */
function leaveToNode(reason: unknown): void {
  const listeners = process.listeners(EVENT);
  for (const listener of listeners) process.off(EVENT, listener);
  // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- whatever it was
  void Promise.reject(reason);
  setImmediate(() => {
    for (const listener of listeners) if (listener !== lookThrough || users > 0) process.on(EVENT, listener);
  });
}

/**
 * Only in these modes does it matter whether anybody listens. In `warn` and `none` no rejection ends the process, and in
 * `strict` each does, whoever listens.
 */
function endsProcess(): boolean {
  const options = [...(process.env['NODE_OPTIONS'] ?? '').split(' '), ...process.execArgv].join(' ');
  const modes = [...options.matchAll(/--unhandled-rejections[= ](\S+)/g)].map(([, mode]) => mode!);
  return ['throw', 'warn-with-error-code', undefined].includes(modes.at(-1));
}
