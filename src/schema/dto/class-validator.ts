import { createRequire } from 'node:module';
import type { MetadataStorage, ValidatorConstraintInterface } from 'class-validator';
import type { Class } from '../../common/class.js';

export type ClassValidator = typeof import('class-validator');

let library: ClassValidator | undefined;

/** class-validator. It takes as long to load as everything else together, so it is asked for where its decorators are used. */
export function classValidator(): ClassValidator {
  return (library ??= createRequire(import.meta.url)('class-validator') as ClassValidator);
}

/** Its records, where the application has loaded it: it keeps them in one place for all copies of a process. */
function records(): MetadataStorage | undefined {
  return (globalThis as { classValidatorMetadataStorage?: MetadataStorage }).classValidatorMetadataStorage;
}

/** One use of a class-validator decorator, as class-validator keeps it. */
export type Validation = ReturnType<MetadataStorage['getTargetValidationMetadatas']>[number];

/** The kinds of records class-validator keeps, by their `type`. */
export const kinds = {
  condition: 'conditionalValidation',
  nested: 'nestedValidation',
  whitelist: 'whitelistValidation',
  promise: 'promiseValidation',
} as const;

/** Every use of a class-validator decorator on a class and on those it extends, as class-validator itself resolves inheritance. */
export function validationsOf(type: Class): readonly Validation[] {
  const all = recordsOfLineage(type)?.getTargetValidationMetadatas(type, '', false, false) ?? [];
  return all.filter(({ propertyName }) => typeof propertyName === 'string');
}

/**
 * The records of a class and of those it extends. Among all there are, class-validator would look at each class of the process to
 * find them, for each class that is read.
 */
function recordsOfLineage(type: Class): MetadataStorage | undefined {
  const all = records();
  const byClass = (all as { readonly validationMetadatas?: unknown } | undefined)?.validationMetadatas;
  if (!all || !(byClass instanceof Map)) return all; // a version that keeps them in another way
  const own = new (all.constructor as new () => MetadataStorage)();
  for (const each of new Set([...ancestorsOf(type, byClass), type]))
    for (const validation of (byClass.get(each) ?? []) as Validation[]) own.addValidationMetadata(validation);
  return own;
}

/**
 * The classes with records whose instances those of a class are, too, the most basic first. By prototypes, as class-validator goes:
 * where a decorator has replaced a class, the `constructor` of its prototype may be another one.
 */
function ancestorsOf({ prototype }: Class, byClass: ReadonlyMap<unknown, unknown>): readonly unknown[] {
  const classes = classesByPrototype(byClass);
  const ancestors: unknown[] = [];
  for (let at = prototypeOf(prototype); at; at = prototypeOf(at))
    ancestors.unshift(...(classes.get(at) ?? []));
  return ancestors;
}

function prototypeOf(value: unknown): object | null {
  return Object.getPrototypeOf(value) as object | null;
}

interface Lineages {
  /** How many classes with records there were. */
  count: number;
  readonly classes: Map<unknown, unknown[]>;
}

/** By the records they were made of. */
const lineages = new WeakMap<ReadonlyMap<unknown, unknown>, Lineages>();

/** The classes with records, by their prototypes: looked through once for all that are there. */
function classesByPrototype(byClass: ReadonlyMap<unknown, unknown>): ReadonlyMap<unknown, unknown[]> {
  const known = lineages.get(byClass);
  if (known?.count === byClass.size) return known.classes;
  const classes = new Map<unknown, unknown[]>();
  for (const type of byClass.keys()) {
    if (typeof type !== 'function') continue; // records of a schema, which has a name
    const of = classes.get(type.prototype);
    if (of) of.push(type);
    else classes.set(type.prototype, [type]);
  }
  lineages.set(byClass, { count: byClass.size, classes });
  return classes;
}

/** The object that carries a validator's function and default message. */
export function constraintOf({ constraintCls }: Validation): ValidatorConstraintInterface | undefined {
  return records()?.getTargetValidatorConstraints(constraintCls)[0]?.instance;
}
