import { IsInt, IsOptional, IsString } from 'class-validator';
import { Describe, Schema, Tool } from 'portico';

export class RegionInput {
  @Describe('Mirrored in the header Mcp-Param-Region, for routers on the way')
  @Schema({ 'x-mcp-header': 'Region' })
  @IsOptional()
  @IsString()
  region?: string;

  @Describe('Not mirrored') @IsOptional() @IsInt() level?: number;
}

/** A schema that no class can express. It is advertised as it stands here. */
const CONTACT = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  $defs: {
    address: {
      $anchor: 'addressDef',
      type: 'object',
      properties: { street: { type: 'string' }, city: { type: 'string' } },
    },
  },
  properties: {
    name: { type: 'string' },
    address: { $ref: '#/$defs/address' },
    contactMethod: { type: 'string', enum: ['phone', 'email'] },
    phone: { type: 'string' },
    email: { type: 'string' },
  },
  allOf: [{ anyOf: [{ required: ['phone'] }, { required: ['email'] }] }],
  if: { properties: { contactMethod: { const: 'phone' } }, required: ['contactMethod'] },
  then: { required: ['phone'] },
  else: { required: ['email'] },
  additionalProperties: false,
};

/** Where the schema of the arguments comes from. */
export class SchemaTools {
  @Tool({ name: 'test_x_mcp_header', description: 'Take an argument that is mirrored in an HTTP header' })
  region({ region = 'none' }: RegionInput) {
    return `region=${region}`;
  }

  @Tool({ name: 'json_schema_2020_12_tool', description: 'Take what a JSON Schema allows', input: CONTACT })
  contact(input: unknown) {
    return `Called with ${JSON.stringify(input)}`;
  }
}
