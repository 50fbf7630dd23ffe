import type { Node } from '../../json/node.js';

/**
 * A size limit as JSON Schema writes it: a whole number, not negative. No limit, or one that every size meets,
 * says nothing.
 */
export function wholeLimit(
  keyword: 'minLength' | 'maxLength' | 'minItems' | 'maxItems',
  limit: unknown,
): Node {
  if (typeof limit !== 'number' || !Number.isFinite(limit)) return {};
  if (keyword.startsWith('min')) return limit > 0 ? { [keyword]: Math.ceil(limit) } : {};
  return { [keyword]: Math.floor(limit) };
}
