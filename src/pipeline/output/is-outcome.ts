import type { Component } from '../component.js';

const listOf = {
  tool: 'content',
  resource: 'contents',
  'resource-template': 'contents',
  prompt: 'messages',
} as const satisfies Record<Component['kind'], string>;

/** What each entry of the list is recognised by. */
const mark = { content: 'type', contents: 'uri', messages: 'role' } as const;

/**
 * Whether what left the steps is a result already, be it a copy: `{ ...result, _meta }` is what an interceptor writes
 * that adds something.
 */
export function isOutcome(kind: Component['kind'], value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const list = (value as Readonly<Record<string, unknown>>)[listOf[kind]];
  const property = mark[listOf[kind]];
  return (
    Array.isArray(list) &&
    list.every(
      (entry: unknown) =>
        typeof entry === 'object' &&
        entry !== null &&
        typeof (entry as Readonly<Record<string, unknown>>)[property] === 'string',
    )
  );
}
