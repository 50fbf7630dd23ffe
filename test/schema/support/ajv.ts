import { isDeepStrictEqual } from 'node:util';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { JsonSchema } from '../../../src/schema/index.js';

/**
 * Compiles a schema with an ajv of our own, as strict as it gets: it refuses a schema with unknown keywords, keywords
 * without their type, unknown formats and unions of types. It shares nothing with the one in the sources.
 */
export function strictAjv(
  schema: JsonSchema,
  options: { formats: 'asserted' | 'annotations' },
): ValidateFunction {
  return ajvs[options.formats].compile(schema);
}

const ajvs = { asserted: createAjv(true), annotations: createAjv(false) };

function createAjv(validateFormats: boolean): Ajv2020 {
  const ajv = new Ajv2020({ strict: true, allErrors: true, validateFormats });
  addFormats.default(ajv);
  // ajv compares objects with a function that calls their `toString`, and throws where that is a member of the value
  // and no function.
  ajv.removeKeyword('uniqueItems');
  ajv.addKeyword({
    keyword: 'uniqueItems',
    type: 'array',
    schemaType: 'boolean',
    validate: (wanted: boolean, elements: unknown[]) =>
      !wanted ||
      elements.every((one, i) => elements.findIndex((other) => isDeepStrictEqual(one, other)) === i),
  });
  return ajv;
}
