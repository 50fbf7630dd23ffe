import type { Node } from './node.js';

/** The dialects that are understood, and the module of ajv that does. */
const dialects: ReadonlyMap<string, string> = new Map([
  ['https://json-schema.org/draft/2020-12/schema', 'ajv/dist/2020.js'],
  ['https://json-schema.org/draft/2019-09/schema', 'ajv/dist/2019.js'],
  ['http://json-schema.org/draft-07/schema', 'ajv/dist/ajv.js'],
]);

const current = 'https://json-schema.org/draft/2020-12/schema';

/**
 * The module of ajv for the dialect a document declares in `$schema`; 2020-12 when it declares none.
 *
 * @throws Error for a dialect that is not understood
 */
export function dialectOf({ $schema }: Node): string {
  const module = dialects.get($schema === undefined ? current : withoutFragment($schema));
  if (module === undefined)
    throw new Error(`the dialect ${String($schema)} is not understood; 2020-12, 2019-09 and draft-07 are`);
  return module;
}

/** Whether a document is in the dialect that is written today. */
export function isCurrentDialect({ $schema }: Node): boolean {
  return $schema === undefined || withoutFragment($schema) === current;
}

function withoutFragment(uri: unknown): string {
  return String(uri).replace(/#$/, '');
}
