import { describe, expect, it } from '@jest/globals';
import { AjvJsonSchemaValidator as SecondValidator } from '@modelcontextprotocol/client/validators/ajv';
import { AjvJsonSchemaValidator as FirstValidator } from '@modelcontextprotocol/sdk/validation/ajv';
import { createTestClient } from 'portico/testing';
import type { JsonSchemaType } from '@modelcontextprotocol/sdk/validation/types.js';
import { WeatherModule } from '../../samples/weather/src/weather.module.js';

/** Arguments that each tool of the samples accepts. */
const calls = {
  findDays: { city: 'Seattle', rank: 'hottest', limit: 2 },
  climateReport: { city: 'Seattle' },
};

describe.each([
  ['SDK v1', new FirstValidator()],
  ['SDK v2', new SecondValidator()],
] as const)('the validator of %s', (_name, validator) => {
  it('accepts the schemas and the structured results of samples/weather', async () => {
    const client = await createTestClient(WeatherModule, { era: 'session' });
    const tools = await client.listTools();
    expect(tools.map(({ name }) => name).sort()).toEqual(Object.keys(calls).sort());
    for (const { name, inputSchema, outputSchema } of tools) {
      const args = calls[name as keyof typeof calls];
      const validateInput = validator.getValidator(inputSchema);
      expect(validateInput(args)).toMatchObject({ valid: true });
      expect(validateInput({ ...args, city: 7 })).toMatchObject({ valid: false });
      const result = await client.callTool(name, args);
      expect(result.isError).toBeFalsy();
      if (outputSchema)
        expect(
          validator.getValidator(outputSchema as JsonSchemaType)(result.structuredContent),
        ).toMatchObject({
          valid: true,
        });
    }
    await client.close();
  });
});
