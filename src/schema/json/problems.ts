import type { ErrorObject } from 'ajv';
import { pathOf } from '../path.js';
import type { SchemaProblem } from '../types.js';
import { isNode, type Node } from './node.js';
import { messageOf } from './problem-messages.js';
import { explainUnion } from './union-problems.js';

/** Messages of the author's own, by the part of the schema that was not met. */
export interface Wording {
  /** The message for a keyword of a subschema; `undefined` for the usual one. */
  messageFor(schema: object, keyword: string, failure: Failure): string | undefined;
  /** Whether a value that this subschema judges may be left out. */
  isOptional(schema: object): boolean;
}

/** One value that did not meet one keyword. */
export interface Failure {
  readonly value: unknown;
  /** The object the value is a member of. */
  readonly object: unknown;
}

/** What the reading of ajv's errors needs to know. */
export interface ReadingContext {
  readonly document: Node;
  /** What was judged: all of it. */
  readonly value: unknown;
  readonly wording: Wording | undefined;
  /** How many choices of forms this one is inside of, none of which could be told by a tag. */
  readonly guesses: number;
  /** ajv's errors for a part of the value and a part of the schema. */
  readonly errorsOf: (subschema: unknown, part: unknown) => readonly ErrorObject[] | undefined;
}

/** No value has so much wrong with it that more lines would help. */
const maxProblems = 20;

/** Turns ajv's errors into problems: one for each thing to put right, in plain English. */
export function readProblems(
  errors: readonly ErrorObject[],
  context: ReadingContext,
): readonly SchemaProblem[] {
  const problems: SchemaProblem[] = [];
  const relevant = withoutBranches(withoutObviousTypes(errors));
  for (const error of relevant) {
    for (const problem of readError(error, context)) if (!isKnown(problem, problems)) problems.push(problem);
    if (problems.length >= maxProblems) break;
  }
  // What nobody knows how to tell is wrong all the same.
  if (problems.length === 0) return [{ path: '', message: 'is not what the schema asks for' }];
  if (relevant.length <= problems.length || problems.length < maxProblems) return problems;
  return [
    ...problems.slice(0, maxProblems),
    { path: '', message: 'has more that is wrong; the rest is not listed' },
  ];
}

/** The type of a value that must be one of some is told by those. */
function withoutObviousTypes(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const fixed = new Map<unknown, Set<string>>();
  for (const { keyword, parentSchema, instancePath } of errors) {
    if (keyword !== 'enum' && keyword !== 'const') continue;
    const paths = fixed.get(parentSchema) ?? new Set();
    fixed.set(parentSchema, paths.add(instancePath));
  }
  return errors.filter(
    ({ keyword, parentSchema, instancePath }) =>
      keyword !== 'type' || !fixed.get(parentSchema)?.has(instancePath),
  );
}

function isKnown(problem: SchemaProblem, known: readonly SchemaProblem[]): boolean {
  return known.some(({ path, message }) => path === problem.path && message === problem.message);
}

/** Keywords whose errors are preceded by those of their subschemas, none of which need be met. */
const branching: ReadonlySet<string> = new Set(['oneOf', 'anyOf', 'contains', 'propertyNames', 'not']);

function withoutBranches(errors: readonly ErrorObject[]): ErrorObject[] {
  const kept: ErrorObject[] = [];
  for (const error of errors) {
    // `if` only says which of `then` and `else` was not met, and that one tells why itself.
    if (error.keyword === 'if') continue;
    if (branching.has(error.keyword)) while (isBranchOf(kept.at(-1), error)) kept.pop();
    kept.push(error);
  }
  return kept;
}

function isBranchOf(candidate: ErrorObject | undefined, error: ErrorObject): boolean {
  if (candidate === undefined) return false;
  const within =
    candidate.instancePath === error.instancePath ||
    candidate.instancePath.startsWith(`${error.instancePath}/`);
  return (
    within && (candidate.schemaPath.startsWith(`${error.schemaPath}/`) || isBehindReference(candidate, error))
  );
}

function isBehindReference(candidate: ErrorObject, error: ErrorObject): boolean {
  if (!hasReference(error.schema)) return false;
  // The path of an error behind a reference begins where that points: never with that of the keyword itself.
  const own = error.schemaPath.slice(0, -error.keyword.length);
  return !candidate.schemaPath.startsWith(own) || own === '#/';
}

function hasReference(schema: unknown): boolean {
  if (Array.isArray(schema)) return schema.some(hasReference);
  return isNode(schema) && ('$ref' in schema || Object.values(schema).some(hasReference));
}

function readError(error: ErrorObject, context: ReadingContext): readonly SchemaProblem[] {
  const steps = stepsOf(error.instancePath, context.value);
  const params = error.params as Readonly<Record<string, unknown>>;
  if (error.keyword === 'oneOf' || error.keyword === 'anyOf') {
    const explained = explainUnion(error, steps, context);
    if (explained) return explained;
  }
  // The keywords that are about a member belong to that member's path.
  const member =
    params['missingProperty'] ??
    params['additionalProperty'] ??
    params['unevaluatedProperty'] ??
    params['propertyName'];
  const path = pathOf(typeof member === 'string' ? [...steps, member] : steps);
  return [{ path, message: ownMessage(error, context, steps) ?? messageOf(error, context.wording) }];
}

function ownMessage(
  error: ErrorObject,
  { wording, value }: ReadingContext,
  steps: readonly (string | number)[],
): string | undefined {
  const schema: unknown = error.parentSchema;
  if (wording === undefined || !isNode(schema)) return undefined;
  if (error.keyword !== 'required')
    return wording.messageFor(schema, error.keyword, {
      value: error.data,
      object: at(value, steps.slice(0, -1)),
    });
  const { missingProperty } = error.params as { missingProperty: string };
  const { properties } = schema;
  const member =
    isNode(properties) && Object.hasOwn(properties, missingProperty)
      ? properties[missingProperty]
      : undefined;
  return isNode(member)
    ? wording.messageFor(member, 'required', { value: undefined, object: error.data })
    : undefined;
}

/** Turns a JSON Pointer into steps: numbers where the value has an array. */
function stepsOf(pointer: string, value: unknown): (string | number)[] {
  let part: unknown = value;
  return pointer
    .split('/')
    .slice(1)
    .map((text) => {
      const key = text.replaceAll('~1', '/').replaceAll('~0', '~');
      const step = Array.isArray(part) ? Number(key) : key;
      part = at(part, [step]);
      return step;
    });
}

function at(value: unknown, steps: readonly (string | number)[]): unknown {
  return steps.reduce<unknown>(
    (part, step) =>
      typeof part === 'object' && part !== null
        ? (part as Record<string | number, unknown>)[step]
        : undefined,
    value,
  );
}
