/** For whom a token may have been issued; `false` where that is not looked at. */
export type Audience = string | readonly string[] | false;

/**
 * The audiences to accept, `false` where it does not matter. Servers write the name of a resource with or without a slash
 * at its end.
 */
export function acceptedAudiences(
  audience: Audience | undefined,
  resource: string | undefined,
): string[] | false {
  if (audience === false) return false;
  if (audience !== undefined) return [audience].flat();
  return resource === undefined ? [] : [resource, `${resource}/`];
}

export const NO_AUDIENCE =
  'it cannot know for whom tokens must have been issued: set auth.resource, or its option audience';
