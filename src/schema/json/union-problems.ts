import type { ErrorObject } from 'ajv';
import { pathOf } from '../path.js';
import type { SchemaProblem } from '../types.js';
import { isNode, isScalar, type Node, type Scalar } from './node.js';
import { oneOfText, typeNames } from './problem-messages.js';
import { readProblems, type ReadingContext } from './problems.js';
import { resolveLocal } from './refs.js';

/**
 * Explains a value that fits none of several forms by the form it was most likely meant to have: the one its tag
 * names, else the one with the least to put right.
 *
 * @returns `undefined` when nothing better can be said than that it fits none
 */
export function explainUnion(
  error: ErrorObject,
  steps: readonly (string | number)[],
  context: ReadingContext,
): readonly SchemaProblem[] | undefined {
  if (!Array.isArray(error.schema)) return undefined;
  const written: readonly unknown[] = error.schema;
  const forms = written.map((form) => resolve(form, context.document));
  const value: unknown = error.data;
  if ((error.params as { passingSchemas?: unknown }).passingSchemas) return undefined;
  const tagged = chooseByTag(forms, value, steps);
  if (tagged !== undefined && 'message' in tagged) return [tagged];
  const candidates = tagged
    ? [tagged.index]
    : forms.map((_, i) => i).filter((i) => typeFits(forms[i], value));
  if (candidates.length === 0) return typeProblem(forms, steps);
  const explanations = candidates.map((i) => {
    const errors = context.errorsOf(written[i], value);
    return errors && readProblems(errors, { ...context, value });
  });
  const best = explanations.reduce((a, b) => (!b || (a && a.length <= b.length) ? a : b), undefined);
  if (!best?.length) return undefined;
  return best.map(({ path, message }) => ({ path: joinPaths(pathOf(steps), path), message }));
}

function resolve(form: unknown, document: Node): unknown {
  const { $ref } = isNode(form) ? form : {};
  return typeof $ref === 'string' ? resolveLocal(document, $ref) : form;
}

/** A tag: a member each form fixes to a value of its own, or to some. */
function tagsOf(form: unknown): Map<string, readonly Scalar[]> {
  const tags = new Map<string, readonly Scalar[]>();
  const properties = isNode(form) ? form['properties'] : undefined;
  for (const [name, property] of Object.entries(isNode(properties) ? properties : {})) {
    if (!isNode(property)) continue;
    const values = 'const' in property ? [property['const']] : property['enum'];
    if (Array.isArray(values) && values.every(isScalar)) tags.set(name, values);
  }
  return tags;
}

function chooseByTag(
  forms: readonly unknown[],
  value: unknown,
  steps: readonly (string | number)[],
): { index: number } | SchemaProblem | undefined {
  if (!isNode(value)) return undefined;
  const tags = forms.map(tagsOf);
  const shared = [...(tags[0]?.keys() ?? [])].find((name) => tags.every((own) => own.has(name)));
  if (shared === undefined) return undefined;
  const path = pathOf([...steps, shared]);
  if (value[shared] === undefined) return { path, message: 'is required' };
  const index = tags.findIndex((own) => own.get(shared)?.some((tag) => tag === value[shared]));
  return index === -1
    ? { path, message: oneOfText(tags.flatMap((own) => own.get(shared) ?? [])) }
    : { index };
}

function typesOf(form: unknown): readonly unknown[] | undefined {
  const type = isNode(form) ? form['type'] : undefined;
  if (type === undefined) return undefined;
  return Array.isArray(type) ? (type as unknown[]) : [type];
}

function typeFits(form: unknown, value: unknown): boolean {
  const types = typesOf(form);
  if (types === undefined) return true;
  if (value === null) return types.includes('null');
  if (Array.isArray(value)) return types.includes('array');
  return types.includes(typeof value) || (typeof value === 'number' && types.includes('integer'));
}

function typeProblem(forms: readonly unknown[], steps: readonly (string | number)[]): SchemaProblem[] {
  const types = [...new Set(forms.flatMap((form) => typesOf(form) ?? []))];
  return [{ path: pathOf(steps), message: `must be ${typeNames(types)}` }];
}

function joinPaths(outer: string, inner: string): string {
  if (outer === '' || inner === '') return outer + inner;
  return inner.startsWith('[') ? outer + inner : `${outer}.${inner}`;
}
