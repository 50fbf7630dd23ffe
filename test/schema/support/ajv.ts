import { isDeepStrictEqual } from 'node:util';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { JsonSchema } from '../../../src/schema/index.js';

/**
 * An ajv of our own, as strict as it gets: it refuses a schema with unknown keywords, keywords without their type,
 * unknown formats and unions of types. It shares nothing with the one in the sources.
 */
export function strictAjv(
  schema: JsonSchema,
  options: { formats: 'asserted' | 'annotations' },
): ValidateFunction {
  const ajv = new Ajv2020({ strict: true, allErrors: true, validateFormats: options.formats === 'asserted' });
  addFormats.default(ajv);
  protectEquality(ajv);
  return ajv.compile(schema);
}

/**
 * ajv compares objects with a function that calls their `toString`, and throws where that is a member of the value
 * and no function.
 */
function protectEquality(ajv: Ajv2020): void {
  ajv.removeKeyword('uniqueItems');
  ajv.addKeyword({
    keyword: 'uniqueItems',
    type: 'array',
    schemaType: 'boolean',
    validate: (wanted: boolean, elements: unknown[]) =>
      !wanted ||
      elements.every((one, i) => elements.findIndex((other) => isDeepStrictEqual(one, other)) === i),
  });
}
