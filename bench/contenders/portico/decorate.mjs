/** Uses decorators the way the compiler would have, so that the contender needs no build of its own. */
import 'reflect-metadata';

/** A class of DTOs: the decorators and the type of each property. */
export function dto(name, properties) {
  const Dto = { [name]: class {} }[name];
  for (const [property, [type, ...decorators]] of Object.entries(properties)) {
    Reflect.defineMetadata('design:type', type, Dto.prototype, property);
    for (const decorate of decorators) decorate(Dto.prototype, property);
  }
  return Dto;
}

/** A method of a class: its decorators, and those of its parameters by position. */
export function method(type, name, decorators, parameters = []) {
  for (const [position, decorate] of parameters.entries()) decorate(type.prototype, name, position);
  for (const decorate of decorators)
    decorate(type.prototype, name, Object.getOwnPropertyDescriptor(type.prototype, name));
}

/** What the constructor of a class takes. */
export function takes(type, ...types) {
  Reflect.defineMetadata('design:paramtypes', types, type);
}
