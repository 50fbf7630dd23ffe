import type { ClassValidator } from '../class-validator.js';
import { isNode, isScalar, typeOfScalars, type Node, type Scalar } from '../../json/node.js';
import type { Reading, Rule } from './rule.js';

/** What is asked of a Date beside its form. */
export const realDate = 'must be a real date and time';

const type =
  (name: string): (() => Reading) =>
  () => ({ keywords: { type: name } });

/** Types, fixed values and presence. */
export const generalRules = (is: ClassValidator): readonly Rule[] => [
  { decorator: is.IsString(), read: type('string') },
  { decorator: is.IsInt(), read: type('integer') },
  { decorator: is.IsNumber(), read: ([options]) => numberReading(options) },
  { decorator: is.IsBoolean(), read: type('boolean') },
  { decorator: is.IsArray(), read: type('array') },
  { decorator: is.IsObject(), read: type('object') },
  { decorator: is.IsNotEmptyObject(), read: ([options]) => notEmptyObject(options) },
  { decorator: is.IsInstance(Object), read: () => ({ keywords: {}, rest: 'library' }) },
  { decorator: is.IsEnum({}), read: ([entity]) => oneOf(enumValues(entity)) },
  { decorator: is.IsIn([]), read: ([values]) => oneOf(values) },
  { decorator: is.IsNotIn([]), read: ([values]) => noneOf(values) },
  { decorator: is.Equals(0), read: ([value]) => equal(value) },
  { decorator: is.NotEquals(0), read: ([value]) => noneOf([value]) },
  {
    decorator: is.IsDefined(),
    read: () => ({ keywords: (type) => (type ? {} : { not: { type: 'null' } }) }),
  },
  { decorator: is.IsNotEmpty(), read: () => ({ keywords: notEmpty }) },
  { decorator: is.IsEmpty(), read: () => ({ keywords: { enum: ['', null] }, optional: true }) },
  { decorator: is.IsDate(), read: () => ({ keywords: {}, rest: 'library', date: true, says: realDate }) },
  { decorator: is.MinDate(new Date(0)), read: ([limit]) => dateLimit('must not be before', limit) },
  { decorator: is.MaxDate(new Date(0)), read: ([limit]) => dateLimit('must not be after', limit) },
];

/** The values of a TypeScript enum; a numeric one also maps its values back to their names, which are no values. */
function enumValues(entity: unknown): unknown[] {
  if (Array.isArray(entity)) return entity;
  if (!isNode(entity)) return [];
  const isReverseMapping = (key: string): boolean => {
    const name = entity[key];
    return String(Number(key)) === key && typeof name === 'string' && entity[name] === Number(key);
  };
  return Object.keys(entity)
    .filter((key) => !isReverseMapping(key))
    .map((key) => entity[key]);
}

function oneOf(values: unknown): Reading {
  const scalars = Array.isArray(values) ? [...new Set(values.filter(isScalar))] : [];
  if (scalars.length === 0) return { keywords: {}, impossible: 'allows no value that JSON can carry' };
  return { keywords: fixed(scalars, { enum: scalars }) };
}

function equal(value: unknown): Reading {
  if (isScalar(value)) return { keywords: fixed([value], { const: value }) };
  return { keywords: {}, impossible: 'asks for a value that JSON cannot carry' };
}

function fixed(values: readonly Scalar[], keywords: Node): Node {
  const type = typeOfScalars(values);
  return type === undefined ? keywords : { type, ...keywords };
}

/** Objects and arrays are compared by identity, which nothing that came as JSON can have: they forbid nothing. */
function noneOf(values: unknown): Reading {
  const scalars = Array.isArray(values) ? [...new Set(values.filter(isScalar))] : [];
  if (scalars.length === 0) return { keywords: {} };
  return { keywords: { not: scalars.length === 1 ? { const: scalars[0] } : { enum: scalars } } };
}

function notEmpty(type: string | undefined): Node {
  if (type === 'string') return { minLength: 1 };
  return type === undefined ? { not: { enum: ['', null] } } : {};
}

function notEmptyObject(options: unknown): Reading {
  const keywords = { type: 'object', minProperties: 1 };
  return isNode(options) && options['nullable'] === false
    ? { keywords, rest: hasValue, says: 'must have at least one member that is not null' }
    : { keywords };
}

function hasValue(value: unknown): boolean {
  return isNode(value) && Object.values(value).some((member) => member !== null && member !== undefined);
}

function numberReading(options: unknown): Reading {
  const places = isNode(options) ? options['maxDecimalPlaces'] : undefined;
  if (typeof places !== 'number') return { keywords: { type: 'number' } };
  if (places === 0) return { keywords: { type: 'integer' } };
  return {
    keywords: { type: 'number' },
    // class-validator's own count throws for 1e-7 and takes the exponent for decimals.
    rest: (value) => typeof value === 'number' && decimalPlaces(value) <= places,
    says: `must have at most ${places} decimal place${places === 1 ? '' : 's'}`,
  };
}

function decimalPlaces(value: number): number {
  const [, decimals = '', exponent = '0'] = /^-?\d+(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value)) ?? [];
  return Math.max(0, decimals.length - Number(exponent));
}

function dateLimit(says: string, limit: unknown): Reading {
  const date = limit instanceof Date && !Number.isNaN(limit.getTime()) ? limit.toISOString() : undefined;
  return {
    keywords: {},
    rest: 'library',
    date: true,
    says: date === undefined ? `${says} the limit` : `${says} ${date}`,
  };
}
