import type { Era } from '../../context/exchange.js';

type Json = Readonly<Record<string, unknown>>;

/** The keys that results of a method have where they are ordinary. */
const ordinaryKeys: Readonly<Record<string, ReadonlySet<string>>> = {
  'tools/call': new Set(['content', 'structuredContent', 'isError']),
  'resources/read': new Set(['contents', 'ttlMs', 'cacheScope']),
  'prompts/get': new Set(['description', 'messages']),
};

/**
 * A result as the engine would write it, where it is ordinary; `undefined` means: ask the engine.
 *
 * @param stamp what results of the stateless revision say beside: `"key":value` pairs
 */
export function resultText(era: Era, method: string, outcome: unknown, stamp: string): string | undefined {
  const keys = ordinaryKeys[method];
  if (!keys || typeof outcome !== 'object' || outcome === null) return undefined;
  let count = 0;
  for (const key in outcome) {
    if (!keys.has(key)) return undefined;
    count++;
  }
  const result = outcome as Json;
  if (count === 0 || (method === 'tools/call' && !isOrdinaryToolResult(result))) return undefined;
  const text = JSON.stringify(result);
  if (text === '{}') return undefined; // all there was is undefined
  if (era === 'session') return text;
  return `${text.slice(0, -1)}${hintOf(method, result)},${stamp}}`;
}

/** The engine looks at every block of a tool's result; texts are what most of them are. */
function isOrdinaryToolResult({ content, structuredContent, isError }: Json): boolean {
  if (!Array.isArray(content)) return false;
  for (const block of content) if (!isPlainText(block)) return false;
  if (isError !== undefined && typeof isError !== 'boolean') return false;
  return structuredContent === undefined || isPlainObject(structuredContent);
}

function isPlainText(block: unknown): boolean {
  if (!isPlainObject(block) || block['type'] !== 'text' || typeof block['text'] !== 'string') return false;
  for (const key in block) if (key !== 'type' && key !== 'text') return false;
  return true;
}

function isPlainObject(value: unknown): value is Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return (prototype === Object.prototype || prototype === null) && !Object.hasOwn(value, '__proto__');
}

/** How long a resource may be kept: what was said of it, else not at all. */
function hintOf(method: string, { ttlMs }: Json): string {
  return method === 'resources/read' && ttlMs === undefined ? ',"ttlMs":0,"cacheScope":"private"' : '';
}
