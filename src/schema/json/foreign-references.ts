import { isNode, type Node } from './node.js';
import { resolveLocal } from './refs.js';

/** Keywords under which there are values, not schemas. */
const dataKeywords: ReadonlySet<string> = new Set(['enum', 'const', 'default', 'examples']);

/**
 * Finds a reference that leads out of a document, or nowhere in it.
 *
 * @returns the reference; `undefined` when all of them are at home
 */
export function findForeignReference(document: Node): string | undefined {
  const references: string[] = [];
  const homes = new Set<string>();
  collect(document, references, homes);
  return references.find((reference) => !isAtHome(reference, document, homes));
}

function collect(schema: unknown, references: string[], homes: Set<string>): void {
  if (Array.isArray(schema)) for (const item of schema) collect(item, references, homes);
  if (!isNode(schema)) return;
  for (const [keyword, value] of Object.entries(schema)) {
    if ((keyword === '$ref' || keyword === '$dynamicRef') && typeof value === 'string')
      references.push(value);
    else if (keyword === '$id' && typeof value === 'string') homes.add(withoutFragment(value));
    else if ((keyword === '$anchor' || keyword === '$dynamicAnchor') && typeof value === 'string')
      homes.add(`#${value}`);
    else if (!dataKeywords.has(keyword)) collect(value, references, homes);
  }
}

function isAtHome(reference: string, document: Node, homes: ReadonlySet<string>): boolean {
  if (homes.has(reference)) return true;
  // With embedded documents a pointer starts at the nearest `$id`: left to ajv, which fetches nothing either.
  const hasIds = [...homes].some((home) => !home.startsWith('#'));
  if (reference === '#' || reference.startsWith('#/'))
    return hasIds || resolveLocal(document, reference) !== undefined;
  return [...homes].some((home) => isSameDocument(home, withoutFragment(reference)));
}

/** References may be relative to the document's own `$id`. */
function isSameDocument(home: string, reference: string): boolean {
  return home === reference || (reference !== '' && home.endsWith(`/${reference}`));
}

function withoutFragment(uri: string): string {
  return uri.replace(/#.*$/, '');
}
