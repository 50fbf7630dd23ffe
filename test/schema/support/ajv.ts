import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { JsonSchema } from '../../../src/schema/index.js';

/**
 * An ajv of our own, as strict as it gets: it refuses a schema with unknown keywords, keywords without their type,
 * unknown formats and unions of types. It shares nothing with the one in the sources.
 */
export function strictAjv(schema: JsonSchema, options: { formats: 'asserted' | 'annotations' }): ValidateFunction {
  const ajv = new Ajv2020({ strict: true, allErrors: true, validateFormats: options.formats === 'asserted' });
  addFormats.default(ajv);
  return ajv.compile(schema);
}
