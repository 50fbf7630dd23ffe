import type { JSONRPCNotification, JSONRPCRequest } from '@modelcontextprotocol/server';
import { PROTOCOL_VERSION_META_KEY, RELATED_TASK_META_KEY } from './meta-keys.js';
import { isObject } from './ordinary-form.js';

/** A request or notification that the schema would surely accept; `false` means: ask the schema. */
export function isOrdinaryMessage(value: unknown): value is JSONRPCRequest | JSONRPCNotification {
  if (!isObject(value) || value['jsonrpc'] !== '2.0' || typeof value['method'] !== 'string') return false;
  for (const key in value) {
    if (key === 'id') {
      if (!isId(value[key])) return false;
    } else if (key === 'params') {
      if (!isOrdinaryParams(value[key])) return false;
    } else if (key !== 'jsonrpc' && key !== 'method') return false;
  }
  return true;
}

/** Whether a message says in itself which revision it speaks, as those of the stateless revision do. */
export function namesRevision(message: { readonly params?: unknown }): boolean {
  const meta = isObject(message.params) ? message.params['_meta'] : undefined;
  return isObject(meta) && PROTOCOL_VERSION_META_KEY in meta;
}

function isOrdinaryParams(params: unknown): boolean {
  if (!isObject(params)) return false;
  if (!('_meta' in params)) return true;
  const meta = params['_meta'];
  if (!isObject(meta) || RELATED_TASK_META_KEY in meta) return false;
  return !('progressToken' in meta) || isId(meta['progressToken']);
}

/** Whether a value may be the id of a request. */
export function isId(value: unknown): boolean {
  return typeof value === 'string' || Number.isSafeInteger(value);
}
