import { PorticoError } from '../common/portico-error.js';

/** The requests during which the protocol lets a server ask the client something. */
const ASKING: ReadonlySet<string> = new Set(['tools/call', 'prompts/get', 'resources/read']);

export function mayAsk(method: string): boolean {
  return ASKING.has(method);
}

/** @throws PorticoError `PORTICO_CANNOT_ASK` during a request in which no question is allowed */
export function refuseUnlessAsking(method: string, question: string): void {
  if (mayAsk(method)) return;
  throw new PorticoError(
    'PORTICO_CANNOT_ASK',
    `${question} was used during ${method}. A client can be asked while a tool, a prompt or a resource runs, not while it lists or completes.`,
  );
}
