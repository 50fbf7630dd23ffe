import type { JsonSchema } from '../../schema/index.js';

/** The argument by which a client passes a session handle along. */
export const SESSION_ARGUMENT = 'session';

const property: JsonSchema = {
  type: 'string',
  minLength: 1,
  description:
    'The session to go on with, as an earlier result of this server named it. Leave it out to begin a new one.',
};

/** Whether the arguments have such a property of their own. */
export function hasSessionArgument({ properties, required }: JsonSchema): boolean {
  const names = Array.isArray(required) ? (required as unknown[]) : [];
  return Object.hasOwn(properties ?? {}, SESSION_ARGUMENT) || names.includes(SESSION_ARGUMENT);
}

/** What is advertised: the arguments, and the session among them. */
export function withSessionArgument(schema: JsonSchema): JsonSchema {
  const properties = { ...(schema['properties'] as JsonSchema | undefined), [SESSION_ARGUMENT]: property };
  return Object.freeze({ ...schema, properties });
}
