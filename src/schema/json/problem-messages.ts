import type { ErrorObject } from 'ajv';
import { nearest } from '../../common/nearest.js';
import { isNode, type Node } from './node.js';
import type { Wording } from './problems.js';

type Params = Readonly<Record<string, unknown>>;
type Message = (params: Params, error: ErrorObject) => string;

/** What a keyword asks for, in plain English, to be read after the path of the value. */
export function messageOf(error: ErrorObject, wording: Wording | undefined): string {
  const message =
    messages[error.keyword]?.(error.params as Params, error) ?? 'is not what the schema asks for';
  const schema: unknown = error.parentSchema;
  const canBeLeftOut = error.data === null && isNode(schema) && wording?.isOptional(schema) === true;
  return canBeLeftOut ? `${message}; leave it out rather than send null` : message;
}

const messages: Readonly<Record<string, Message>> = {
  type: ({ type }) => `must be ${typeNames(type)}`,
  required: () => 'is required',
  dependentRequired: ({ property }) => `is required when ${String(property)} is given`,
  dependencies: ({ property }) => `is required when ${String(property)} is given`,
  additionalProperties: ({ additionalProperty }, error) => unknownProperty(String(additionalProperty), error),
  unevaluatedProperties: ({ unevaluatedProperty }, error) =>
    unknownProperty(String(unevaluatedProperty), error),
  propertyNames: () => 'is not a name a member may have',
  enum: ({ allowedValues }) => oneOfText(allowedValues),
  const: ({ allowedValue }) => `must be ${JSON.stringify(allowedValue)}`,
  minimum: ({ limit }) => `must be at least ${String(limit)}`,
  maximum: ({ limit }) => `must be at most ${String(limit)}`,
  exclusiveMinimum: ({ limit }) => `must be greater than ${String(limit)}`,
  exclusiveMaximum: ({ limit }) => `must be less than ${String(limit)}`,
  multipleOf: ({ multipleOf }) => `must be a multiple of ${String(multipleOf)}`,
  minLength: ({ limit }) =>
    limit === 1 ? 'must not be empty' : `must be at least ${String(limit)} characters long`,
  maxLength: ({ limit }) => `must be at most ${count(limit, 'character')} long`,
  pattern: ({ pattern }) => `must match the pattern ${String(pattern)}`,
  format: ({ format }) => `must be ${formatNames[String(format)] ?? `a valid ${String(format)}`}`,
  minItems: ({ limit }) =>
    limit === 1 ? 'must not be empty' : `must have at least ${count(limit, 'element')}`,
  maxItems: ({ limit }) => `must have at most ${count(limit, 'element')}`,
  uniqueItems: ({ i, j }) =>
    `must not have the same element twice: [${String(j)}] and [${String(i)}] are equal`,
  contains: (params, { schema }) => `must contain ${containedText(params, schema)}`,
  items: ({ limit }) => `must have at most ${count(limit, 'element')}`,
  unevaluatedItems: ({ len }) => `must have at most ${count(len, 'element')}`,
  minProperties: ({ limit }) =>
    limit === 1 ? 'must not be empty' : `must have at least ${count(limit, 'member')}`,
  maxProperties: ({ limit }) => `must have at most ${count(limit, 'member')}`,
  not: (_, { schema }) => forbiddenText(schema),
  oneOf: ({ passingSchemas }) =>
    passingSchemas ? 'fits more than one of the allowed forms' : 'is none of the allowed forms',
  anyOf: () => 'is none of the allowed forms',
  'false schema': () => 'is not allowed',
};

const names: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  integer: 'an integer',
  boolean: 'true or false',
  array: 'an array',
  object: 'an object',
  null: 'null',
};

const formatNames: Readonly<Record<string, string>> = {
  'date-time': 'a date and time such as 2026-01-31T12:00:00Z',
  date: 'a date such as 2026-01-31',
  time: 'a time such as 12:00:00Z',
  duration: 'a duration such as P1DT12H',
  email: 'an email address',
  uri: 'a URI',
  uuid: 'a UUID',
  hostname: 'a host name',
  ipv4: 'an IPv4 address',
  ipv6: 'an IPv6 address',
};

/** `a string or null`. */
export function typeNames(types: unknown): string {
  const list = (Array.isArray(types) ? types : [types]).map((type) => names[String(type)] ?? String(type));
  return list.length < 2 ? list.join('') : `${list.slice(0, -1).join(', ')} or ${list.at(-1)}`;
}

/** `must be one of "a", "b"`. */
export function oneOfText(values: unknown): string {
  const list = Array.isArray(values) ? values : [values];
  const shown = list.slice(0, 20).map((value) => JSON.stringify(value));
  if (list.length === 1) return `must be ${shown.join('')}`;
  return `must be one of ${shown.join(', ')}${list.length > shown.length ? ` and ${list.length - shown.length} more` : ''}`;
}

function count(number: unknown, what: string): string {
  return `${String(number)} ${what}${number === 1 ? '' : 's'}`;
}

function unknownProperty(name: string, { parentSchema }: ErrorObject): string {
  const known: unknown = (parentSchema as Node | undefined)?.['properties'];
  const [best] = isNode(known) ? nearest(name, Object.keys(known)) : [];
  return best === undefined ? 'is not a known property' : `is not a known property; did you mean ${best}?`;
}

function containedText({ minContains }: Params, schema: unknown): string {
  if (isNode(schema) && 'const' in schema) return JSON.stringify(schema['const']);
  return `at least ${count(minContains ?? 1, 'fitting element')}`;
}

function forbiddenText(schema: unknown): string {
  if (!isNode(schema)) return 'is not allowed';
  if ('const' in schema) return `must not be ${JSON.stringify(schema['const'])}`;
  if (Array.isArray(schema['enum'])) return oneOfText(schema['enum']).replace('must be', 'must not be');
  if (typeof schema['pattern'] === 'string') return `must not match the pattern ${schema['pattern']}`;
  if (typeof schema['type'] === 'string') return `must not be ${typeNames(schema['type'])}`;
  const { contains } = schema;
  if (isNode(contains) && Array.isArray(contains['enum']))
    return oneOfText(contains['enum']).replace(/^must be(?: one of)?/, 'must not contain');
  return 'has a form that is not allowed';
}
