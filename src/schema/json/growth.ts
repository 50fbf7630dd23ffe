import { isNode, type Node } from './node.js';
import { resolveLocal } from './refs.js';
import { formOf, sharedTagOf, typesOf } from './tags.js';

/** How the work of judging a value grows with its depth. */
export interface Growth {
  /** Some choice of forms contains itself: with all errors asked for, each level of a value multiplies the work. */
  readonly isRecursiveChoice: boolean;
  /** And nothing tells the forms apart at first sight, so it does even when only the first error is asked for. */
  readonly isAmbiguous: boolean;
}

/**
 * Looks for choices (`anyOf`, `oneOf`) in a document that contain themselves. A client decides how deep a value is,
 * so what doubles with each level must not be asked. Forms of different types are no danger: one look rules all but
 * one of them out.
 */
export function growthOf(document: Node): Growth {
  const choices = choicesIn(document).filter(
    (forms) => !haveTypesOfTheirOwn(forms, document) && leadsToItself(forms, document),
  );
  return {
    isRecursiveChoice: choices.length > 0,
    isAmbiguous: choices.some((forms) => !beginWithTag(forms, document)),
  };
}

function choicesIn(document: Node): readonly (readonly unknown[])[] {
  const choices: (readonly unknown[])[] = [];
  const parts = new Set<unknown>([document]);
  for (const part of parts) {
    for (const next of valuesOf(part)) parts.add(next);
    if (!isNode(part)) continue;
    for (const forms of [part['anyOf'], part['oneOf']])
      if (Array.isArray(forms) && forms.length > 1) choices.push(forms);
  }
  return choices;
}

function haveTypesOfTheirOwn(forms: readonly unknown[], document: Node): boolean {
  const types = forms.map((form) => typesOf(formOf(form, document)) ?? []);
  if (types.some(({ length }) => length === 0)) return false;
  const all = types.flat().map((type) => (type === 'integer' ? 'number' : type));
  return new Set(all).size === all.length;
}

/** Whether the tag is what a form asks about first. */
function beginWithTag(forms: readonly unknown[], document: Node): boolean {
  const tag = sharedTagOf(forms, document);
  return forms.every((form) => {
    const schema = formOf(form, document);
    const properties = isNode(schema) ? schema['properties'] : undefined;
    return tag !== undefined && isNode(properties) && Object.keys(properties)[0] === tag.name;
  });
}

function leadsToItself(choice: readonly unknown[], document: Node): boolean {
  const seen = new Set<unknown>(choice);
  for (const part of seen) {
    const target =
      isNode(part) && typeof part['$ref'] === 'string' ? resolveLocal(document, part['$ref']) : undefined;
    for (const next of [...valuesOf(part), target]) {
      if (next === choice) return true;
      seen.add(next);
    }
  }
  return false;
}

function valuesOf(part: unknown): readonly unknown[] {
  return typeof part === 'object' && part !== null ? Object.values(part) : [];
}
