import { findDuplicate } from './canonical.js';
import { LeftToAjv, type Check, type CheckCompiler } from './check.js';
import { formatTest } from './formats.js';
import { isNode, type Node } from './node.js';

/** Tests for numbers. */
export function numberTests(schema: Node): Check[] {
  const tests: ((value: number) => boolean)[] = [];
  const add = (keyword: string, test: (limit: number) => (value: number) => boolean): void => {
    const limit = limitOf(schema, keyword);
    if (limit !== undefined) tests.push(test(limit));
  };
  add('minimum', (limit) => (value) => value >= limit);
  add('maximum', (limit) => (value) => value <= limit);
  add('exclusiveMinimum', (limit) => (value) => value > limit);
  add('exclusiveMaximum', (limit) => (value) => value < limit);
  // Quotients of 1e21 and more are not told from fractions: ajv's way, and harmless.
  add(
    'multipleOf',
    (divisor) => (value) => Number.isInteger(value / divisor) && Math.abs(value / divisor) < 1e21,
  );
  return [...(tests as Check[]), ...formatTests(schema)];
}

/** Tests for text. */
export function textTests(schema: Node): Check[] {
  const tests: ((value: string) => boolean)[] = [];
  const least = limitOf(schema, 'minLength');
  const most = limitOf(schema, 'maxLength');
  if (least !== undefined && least > 0) tests.push((value) => isAtLeast(value, least));
  if (most !== undefined)
    tests.push((value) => value.length <= most || (value.length <= 2 * most && codePoints(value) <= most));
  const { pattern } = schema;
  if (pattern !== undefined) {
    if (typeof pattern !== 'string' || !isPattern(pattern)) throw new LeftToAjv();
    const expression = new RegExp(pattern, 'u');
    tests.push((value) => expression.test(value));
  }
  return [...(tests as Check[]), ...formatTests(schema)];
}

function formatTests({ format }: Node): Check[] {
  if (format === undefined) return [];
  if (typeof format !== 'string') throw new LeftToAjv();
  const test = formatTest(format);
  return test ? [test] : [];
}

function limitOf(schema: Node, keyword: string): number | undefined {
  const limit = schema[keyword];
  if (limit === undefined || typeof limit === 'number') return limit;
  throw new LeftToAjv();
}

function isAtLeast(value: string, limit: number): boolean {
  return value.length >= 2 * limit || (value.length >= limit && codePoints(value) >= limit);
}

function codePoints(value: string): number {
  let pairs = 0;
  for (let i = 1; i < value.length; i++) {
    if ((value.charCodeAt(i) & 0xfc00) === 0xdc00 && (value.charCodeAt(i - 1) & 0xfc00) === 0xd800) pairs++;
  }
  return value.length - pairs;
}

/** Tests for arrays. */
export function arrayTests(schema: Node, compiler: CheckCompiler): Check[] {
  const tests: ((value: readonly unknown[]) => boolean)[] = [];
  const least = limitOf(schema, 'minItems');
  const most = limitOf(schema, 'maxItems');
  const { items, contains, uniqueItems } = schema;
  if (least !== undefined) tests.push((value) => value.length >= least);
  if (most !== undefined) tests.push((value) => value.length <= most);
  if (items !== undefined && !isAnything(items)) {
    const check = compiler.compile(items);
    tests.push((value) => {
      for (let i = 0; i < value.length; i++) if (!check(value[i])) return false;
      return true;
    });
  }
  if (contains !== undefined) {
    const check = compiler.compile(contains);
    tests.push((value) => value.some(check));
  }
  if (uniqueItems === true) tests.push((value) => findDuplicate(value) === undefined);
  return tests as Check[];
}

/** Whether a pattern is one under the flag `u`, as ajv reads it. */
function isPattern(pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u').unicode;
  } catch {
    return false;
  }
}

function isAnything(schema: unknown): boolean {
  return schema === true || (isNode(schema) && Object.keys(schema).length === 0);
}

interface Member {
  readonly name: string;
  readonly check: Check;
  readonly required: boolean;
  /** Every object inherits a member of this name, so only its own one counts. */
  readonly inherited: boolean;
}

/** Tests for objects; the first one also makes sure that it is one. */
export function objectTests(schema: Node, compiler: CheckCompiler): Check[] {
  const members = readMembers(schema, compiler);
  const { additionalProperties } = schema;
  const least = limitOf(schema, 'minProperties');
  const most = limitOf(schema, 'maxProperties');
  const rest = additionalProperties === undefined ? undefined : compiler.compile(additionalProperties);
  const tests: Check[] = [additionalProperties === false ? closedObject(members) : openObject(members, rest)];
  if (least !== undefined) tests.push((value) => Object.keys(value as object).length >= least);
  if (most !== undefined) tests.push((value) => Object.keys(value as object).length <= most);
  return tests;
}

function readMembers(schema: Node, compiler: CheckCompiler): Member[] {
  const { properties = {}, required = [], additionalProperties } = schema;
  if (!isNode(properties) || !Array.isArray(required)) throw new LeftToAjv();
  const wanted = new Set<unknown>(required);
  const names = new Set([...Object.keys(properties), ...wanted].map(String));
  const undeclared = compiler.compile(additionalProperties ?? true);
  return Array.from(names, (name) => ({
    name,
    check: Object.hasOwn(properties, name) ? compiler.compile(properties[name]) : undeclared,
    required: wanted.has(name),
    inherited: name in Object.prototype,
  }));
}

function read(value: Node, { name, inherited }: Member): unknown {
  return inherited && !Object.hasOwn(value, name) ? undefined : value[name];
}

/**
 * An object all of whose members are known. They are counted rather than looked up: as many as were recognised. A
 * member that is there and `undefined` makes the answer no; ajv, which is asked then, is right about it.
 */
function closedObject(members: readonly Member[]): Check {
  return (value) => {
    if (!isNode(value)) return false;
    let recognised = 0;
    for (let i = 0; i < members.length; i++) {
      const member = members[i]!;
      const content = read(value, member);
      if (content === undefined) {
        if (member.required) return false;
      } else {
        if (!member.check(content)) return false;
        recognised++;
      }
    }
    for (const _ in value) recognised--;
    return recognised === 0;
  };
}

function openObject(members: readonly Member[], rest: Check | undefined): Check {
  const known = new Set(members.map(({ name }) => name));
  return (value) => {
    if (!isNode(value)) return false;
    for (const member of members) {
      const content = read(value, member);
      if (content === undefined ? member.required : !member.check(content)) return false;
    }
    if (rest === undefined) return true;
    for (const key of Object.keys(value)) if (!known.has(key) && !rest(value[key])) return false;
    return true;
  };
}
