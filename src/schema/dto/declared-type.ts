import '../../common/reflect.js';
import type { TypeMetadata } from 'class-transformer';
import { isClass, type Class } from '../../common/class.js';
import { isDto } from './is-dto.js';

/** What a property is declared to be, as far as that can be known at run time. */
export type DeclaredType =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'scalar'; readonly type: 'string' | 'number' | 'boolean' }
  | { readonly kind: 'date' }
  | { readonly kind: 'dto'; readonly type: Class }
  /** A class without decorated properties. */
  | { readonly kind: 'class'; readonly type: Class }
  | { readonly kind: 'union'; readonly union: Union };

/** `@Type` with a discriminator. */
export interface Union {
  readonly tag: string;
  readonly keepTag: boolean;
  readonly members: readonly { readonly value: unknown; readonly type: Class }[];
}

/** The type TypeScript emitted for a property; `Object` where it has no single one. */
export function designTypeOf(type: Class, property: string): unknown {
  return Reflect.getMetadata('design:type', type.prototype as object, property);
}

/**
 * The type of a property, or of its elements when it is an array: from `@Type` where that is given.
 *
 * @throws Error when the function given to `@Type` does
 */
export function declaredType(
  designType: unknown,
  typed: TypeMetadata | undefined,
  property: string,
): DeclaredType {
  const { discriminator, keepDiscriminatorProperty } = typed?.options ?? {};
  if (discriminator?.property && discriminator.subTypes) {
    const members = discriminator.subTypes.map(({ name, value }) => ({ value: name, type: value as Class }));
    return {
      kind: 'union',
      union: { tag: discriminator.property, keepTag: keepDiscriminatorProperty === true, members },
    };
  }
  const type: unknown = typed?.typeFunction
    ? typed.typeFunction({ newObject: {}, object: {}, property })
    : designType;
  return classify(type);
}

function classify(type: unknown): DeclaredType {
  switch (type) {
    case String:
      return { kind: 'scalar', type: 'string' };
    case Number:
      return { kind: 'scalar', type: 'number' };
    case Boolean:
      return { kind: 'scalar', type: 'boolean' };
    case Date:
      return { kind: 'date' };
    case Object:
    case Array:
    case undefined:
      return { kind: 'unknown' };
    default:
      if (isDto(type)) return { kind: 'dto', type };
      return isClass(type) || typeof type === 'function'
        ? { kind: 'class', type: type as Class }
        : { kind: 'unknown' };
  }
}
