import { isNode } from './node.js';

/**
 * Follows a reference within a document: `#`, or `#/` and a JSON Pointer.
 *
 * @returns the schema it points at; `undefined` for other references and for those that lead nowhere
 */
export function resolveLocal(document: unknown, ref: string): unknown {
  if (ref === '#') return document;
  if (!ref.startsWith('#/')) return undefined;
  let at: unknown = document;
  for (const step of ref.slice(2).split('/')) {
    const key = decodeStep(step);
    if (Array.isArray(at)) at = at[Number(key)];
    else if (isNode(at) && Object.hasOwn(at, key)) at = at[key];
    else return undefined;
  }
  return at;
}

function decodeStep(step: string): string {
  let text = step;
  try {
    text = decodeURIComponent(step);
  } catch {
    // A percent sign that encodes nothing stands for itself.
  }
  return text.replaceAll('~1', '/').replaceAll('~0', '~');
}
