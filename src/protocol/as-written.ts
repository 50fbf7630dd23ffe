import type { ContentBlock } from '@modelcontextprotocol/server';
import type { ServerLog } from '../common/server-log.js';
import { toProtocolError } from './errors.js';
import { isObject } from './ordinary-form.js';

interface Written {
  readonly structuredContent?: unknown;
  readonly content?: unknown;
}

/**
 * What a handler came to, with all that writes itself as JSON (`toJSON`) written. The engine copies what it checks, and a copy of
 * an object no longer knows how it is written: what was to be masked would be told.
 *
 * @throws ProtocolError `-32603` where it cannot be written
 */
export function asWritten(result: unknown, log: ServerLog): unknown {
  if (!isObject(result) || !holdsWriters(result)) return result;
  try {
    return (JSON.parse(JSON.stringify({ result })) as { result: unknown }).result;
  } catch (error) {
    throw toProtocolError('session', error, log);
  }
}

function holdsWriters(result: Written): boolean {
  const { structuredContent, content } = result;
  if (writesItself(result) || writesItself(structuredContent)) return true;
  return Array.isArray(content) && content.some(isWriter);
}

function isWriter(block: ContentBlock): boolean {
  return writesItself(block) || writesItself((block as { readonly resource?: unknown } | null)?.resource);
}

function writesItself(value: unknown): boolean {
  return typeof (value as { readonly toJSON?: unknown } | null | undefined)?.toJSON === 'function';
}
