import { isClass, type Class } from '../../common/class.js';
import { notesOfOwnProperties } from '../decorators/notes.js';
import { validationsOf } from './class-validator.js';

/**
 * Whether something is a DTO: a class with at least one property that has a class-validator decorator, `@Describe`
 * or `@Schema`, of its own or inherited.
 *
 * @example
 * isDto(CheckoutInput); // true
 * isDto(String);        // false
 */
export function isDto(type: unknown): type is Class {
  return isClass(type) && (hasNotedProperties(type) || validationsOf(type).length > 0);
}

/** Whether a class has a property with `@Describe` or `@Schema`, of its own or inherited. */
export function hasNotedProperties(type: Class): boolean {
  return lineageOf(type).some((ancestor) => notesOfOwnProperties(ancestor.prototype as object).size > 0);
}

/** A class and all it extends, the most basic first. */
export function lineageOf(type: Class): readonly Class[] {
  const lineage: Class[] = [];
  for (let at: unknown = type; isClass(at) && at !== Object; at = Object.getPrototypeOf(at))
    lineage.unshift(at);
  return lineage;
}
