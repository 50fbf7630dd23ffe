import type { Node } from '../json/node.js';
import type { Wording } from '../json/problems.js';
import type { Validation } from './class-validator.js';
import type { DtoModel } from './dto-model.js';
import { authorsMessage } from './late-check.js';

/** The messages the author gave to validators, found again by the part of the schema that stands for them. */
export function dtoWording({ origins }: DtoModel, sources: ReadonlyMap<object, Node>): Wording {
  const originOf = (schema: object): ReturnType<typeof origins.get> => {
    const source = sources.get(schema);
    return source && origins.get(source);
  };
  return {
    messageFor(schema, keyword, { value, object }) {
      const byKeyword = originOf(schema)?.byKeyword;
      const validation =
        byKeyword && (keyword === 'required' ? aboutPresence(byKeyword) : byKeyword.get(keyword));
      const instance = typeof object === 'object' && object !== null ? object : {};
      return validation && authorsMessage(validation, value, instance);
    },
    isOptional: (schema) => originOf(schema)?.optional === true,
  };
}

/** Who speaks when a value is missing: a validator about presence, else any that has a message. */
function aboutPresence(byKeyword: ReadonlyMap<string, Validation>): Validation | undefined {
  const validations = [...byKeyword.values()].filter(({ message }) => Boolean(message));
  return validations.find(({ name }) => name === 'isDefined' || name === 'isNotEmpty') ?? validations[0];
}
