import type { ErrorObject } from 'ajv';
import { pathOf } from '../path.js';
import type { SchemaProblem } from '../types.js';
import { isNode, type Node } from './node.js';
import { oneOfText, typeNames } from './problem-messages.js';
import { readProblems, type ReadingContext } from './problems.js';
import { formOf, sharedTagOf, typesOf } from './tags.js';

/** Each guess tries several forms, and may lead to more of the kind inside each. */
const maxGuesses = 3;

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
  const forms = written.map((form) => formOf(form, context.document));
  const value: unknown = error.data;
  if ((error.params as { passingSchemas?: unknown }).passingSchemas) return undefined;
  const tagged = chooseByTag(forms, value, steps, context.document);
  if (tagged !== undefined && 'message' in tagged) return [tagged];
  const candidates = tagged
    ? [tagged.index]
    : forms.map((_, i) => i).filter((i) => typeFits(forms[i], value));
  if (candidates.length === 0) return typeProblem(forms, steps);
  const guesses = context.guesses + (candidates.length > 1 ? 1 : 0);
  if (guesses > maxGuesses) return undefined;
  const explanations = candidates.map((i) => {
    const errors = context.errorsOf(written[i], value);
    return errors && readProblems(errors, { ...context, value, guesses });
  });
  const best = explanations.reduce((a, b) => (!b || (a && a.length <= b.length) ? a : b), undefined);
  if (!best?.length) return undefined;
  return best.map(({ path, message }) => ({ path: joinPaths(pathOf(steps), path), message }));
}

function chooseByTag(
  forms: readonly unknown[],
  value: unknown,
  steps: readonly (string | number)[],
  document: Node,
): { index: number } | SchemaProblem | undefined {
  const tag = isNode(value) ? sharedTagOf(forms, document) : undefined;
  if (tag === undefined || !isNode(value)) return undefined;
  const given = value[tag.name];
  const path = pathOf([...steps, tag.name]);
  if (given === undefined) return { path, message: 'is required' };
  const index = tag.values.findIndex((values) => values.some((known) => known === given));
  return index === -1 ? { path, message: oneOfText(tag.values.flat()) } : { index };
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
