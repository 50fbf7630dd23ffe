import { requirePrincipal } from '../../context/require-principal.js';
import { RequestFault } from '../request-fault.js';
import type { Call } from '../call.js';

/** How one parameter of a handler is filled. */
export type ArgumentSource = (call: Call) => unknown;

/** The validated arguments. */
export const fromInput: ArgumentSource = (call) => call.input;

/** The context of the call. */
export const fromContext: ArgumentSource = (call) => call.context;

/** Who is calling. */
export const fromPrincipal: ArgumentSource = (call) => requirePrincipal(call.context);

/**
 * One variable of a URI or argument of a prompt, which arrive as text, turned into what the parameter's type asks for.
 */
export function fromVariable(name: string, type: unknown): ArgumentSource {
  if (type === Number) return ({ variables }) => toNumber(name, variables[name]);
  if (type === Boolean) return ({ variables }) => toBoolean(name, variables[name]);
  return ({ variables }) => variables[name];
}

function toNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = text.trim() === '' ? NaN : Number(text);
  if (Number.isFinite(value)) return value;
  throw new RequestFault('invalid-params', `${name}: must be a number`);
}

function toBoolean(name: string, text: string | undefined): boolean | undefined {
  if (text === undefined) return undefined;
  if (text === 'true') return true;
  if (text === 'false') return false;
  throw new RequestFault('invalid-params', `${name}: must be true or false`);
}
