import { expect, test } from '@jest/globals';
import { specTypeSchemas } from '@modelcontextprotocol/server';
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import fc from 'fast-check';
import { ElicitationService, isPorticoError } from 'portico';

type Exchange = Parameters<ElicitationService['elicit']>[0];

const scalar = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
);
const type = fc.constantFrom('string', 'number', 'integer', 'boolean', 'array', 'object', 'null');

/** Schemas of a property: likely ones, with keywords that belong and keywords that do not. */
function property(depth: number): fc.Arbitrary<object> {
  const parts = depth > 0 && fc.array(property(depth - 1), { maxLength: 3 });
  return fc.record(
    {
      type: fc.oneof(type, type, fc.array(type, { minLength: 1, maxLength: 3 })),
      title: fc.oneof(fc.string(), fc.integer()),
      description: fc.string(),
      default: fc.oneof(scalar, fc.array(scalar, { maxLength: 2 })),
      enum: fc.array(scalar, { maxLength: 4 }),
      enumNames: fc.array(fc.oneof(fc.string(), scalar), { maxLength: 4 }),
      const: scalar,
      $ref: fc.constantFrom(
        '#',
        '#/properties/field',
        '#/$defs/text',
        '#/nowhere',
        'https://a.example/schema',
      ),
      minItems: fc.nat(),
      minLength: fc.nat(),
      maxLength: fc.nat(),
      pattern: fc.constant('^a'),
      format: fc.constantFrom('email', 'uri', 'date', 'date-time', 'uuid', 'ipv4'),
      minimum: fc.integer(),
      exclusiveMinimum: fc.double({ noNaN: true, noDefaultInfinity: true }),
      maximum: fc.integer(),
      additionalProperties: fc.boolean(),
      'x-own': fc.jsonValue(),
      ...(parts && { items: property(depth - 1), anyOf: parts, oneOf: parts, allOf: parts }),
    },
    { requiredKeys: [] },
  );
}

test('whatever a library says of a field, the protocol has it, or nothing is sent', async () => {
  const sent: unknown[] = [];
  const service = new ElicitationService();
  await fc.assert(
    fc.asyncProperty(property(2), async (field) => {
      try {
        await service.elicit(recorder(sent), 'Question', schemaOf(field));
      } catch (error) {
        if (!isPorticoError(error, 'PORTICO_ELICIT_FORM')) throw error;
        return;
      }
      const request = { method: 'elicitation/create', params: sent.at(-1) };
      expect(ElicitRequestSchema.parse(request)).toEqual(request);
      expect(specTypeSchemas.ElicitRequest['~standard'].validate(request)).toEqual({ value: request });
    }),
    { numRuns: 500 },
  );
  expect(sent.length).toBeGreaterThan(100);
});

/** A client that keeps what it is asked, and always cancels. */
function recorder(sent: unknown[]): Exchange {
  return {
    client: { capabilities: { elicitation: {} } },
    flow: { note: (_: string, make: () => unknown) => make() },
    peer: {
      ask: ({ params }: { params: unknown }) => {
        sent.push(params);
        return Promise.resolve({ action: 'cancel' });
      },
    },
  } as unknown as Exchange;
}

function schemaOf(field: object) {
  const document = {
    type: 'object',
    properties: { field },
    required: ['field'],
    $defs: { text: { type: 'string' } },
  };
  return {
    '~standard': {
      version: 1 as const,
      vendor: 'test',
      validate: (value: unknown) => ({ value }),
      jsonSchema: { input: () => structuredClone(document), output: () => structuredClone(document) },
    },
  };
}
