/**
 * The JSON Pointer to each object in a document, by identity, written as the fragment of a URI. An object that is in
 * the document more than once has one of its places.
 */
export function pointersInto(document: object): ReadonlyMap<unknown, string> {
  const pointers = new Map<unknown, string>([[document, '']]);
  for (const [container, pointer] of pointers) {
    for (const [key, part] of Object.entries(container as object)) {
      if (typeof part !== 'object' || part === null || pointers.has(part)) continue;
      pointers.set(part, `${pointer}/${encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'))}`);
    }
  }
  return pointers;
}
