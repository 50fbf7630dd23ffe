import type { RequestId } from '@modelcontextprotocol/server';
import { ProtocolError } from '../sdk-errors.js';
import type { Reply } from './outlet.js';

/** Codes that the engine gives another meaning, or looks into. */
const SPECIAL: ReadonlySet<number> = new Set([-32_002, -32_042]);

/** An error as the engine would write it, where it is ordinary; `undefined` means: ask the engine. */
export function errorText(id: RequestId, error: unknown): Reply | undefined {
  if (!(error instanceof ProtocolError)) return undefined;
  const { code, message, data } = error;
  if (!Number.isSafeInteger(code) || SPECIAL.has(code)) return undefined;
  // By these words the engine tells its own judgements from ours.
  if (typeof message !== 'string' || /Invalid \S+ re(quest|sult): /.test(message)) return undefined;
  try {
    return { text: JSON.stringify({ jsonrpc: '2.0', id, error: { code, message, data } }), code };
  } catch {
    return undefined; // what the data holds cannot be written as JSON
  }
}
