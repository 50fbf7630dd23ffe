import '../common/reflect.js';

/** The types TypeScript emitted for a constructor's parameters; `undefined` where it emitted none. */
export function constructorTypes(type: object): readonly unknown[] | undefined {
  return Reflect.getOwnMetadata('design:paramtypes', type) as readonly unknown[] | undefined;
}

/** The types TypeScript emitted for a method's parameters; `undefined` where it emitted none. */
export function methodTypes(prototype: object, method: string): readonly unknown[] | undefined {
  return Reflect.getMetadata('design:paramtypes', prototype, method) as readonly unknown[] | undefined;
}

/** Whether the compiler emitted anything for a method: it does, parameters or none, where a decorator stands on it. */
export function hasMethodTypes(prototype: object, method: string): boolean {
  return Reflect.hasMetadata('design:type', prototype, method);
}
