import { isNode, isScalar, type Node, type Scalar } from './node.js';
import { resolveLocal } from './refs.js';

/** A member by which the forms of a choice are told apart, and its values in each form. */
export interface Tag {
  readonly name: string;
  readonly values: readonly (readonly Scalar[])[];
}

/** The schema a form stands for: what it refers to, where it is a reference. */
export function formOf(form: unknown, document: Node): unknown {
  const { $ref } = isNode(form) ? form : {};
  return typeof $ref === 'string' ? resolveLocal(document, $ref) : form;
}

/** The types a schema lets pass, where it says so. */
export function typesOf(schema: unknown): readonly unknown[] | undefined {
  const type = isNode(schema) ? schema['type'] : undefined;
  if (type === undefined) return undefined;
  return Array.isArray(type) ? (type as unknown[]) : [type];
}

/** The first member that each form fixes to a value, or to some, that no other form has. */
export function sharedTagOf(forms: readonly unknown[], document: Node): Tag | undefined {
  const tags = forms.map((form) => tagsOf(formOf(form, document)));
  const candidates = [...(tags[0]?.keys() ?? [])].map((name) => ({
    name,
    values: tags.map((own) => own.get(name) ?? []),
  }));
  return candidates.find(
    ({ values }) => values.every(({ length }) => length > 0) && areDistinct(values.flat()),
  );
}

function areDistinct(values: readonly Scalar[]): boolean {
  return new Set(values).size === values.length;
}

function tagsOf(form: unknown): ReadonlyMap<string, readonly Scalar[]> {
  const tags = new Map<string, readonly Scalar[]>();
  const properties = isNode(form) ? form['properties'] : undefined;
  for (const [name, property] of Object.entries(isNode(properties) ? properties : {})) {
    if (!isNode(property)) continue;
    const values = 'const' in property ? [property['const']] : property['enum'];
    if (Array.isArray(values) && values.every(isScalar)) tags.set(name, values);
  }
  return tags;
}
