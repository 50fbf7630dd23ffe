import type { Era } from '../../context/exchange.js';
import type { CacheHint } from '../../metadata/records.js';
import { SERVER_INFO_META_KEY } from '../meta-keys.js';
import { toImplementation, type ServerIdentity } from '../server-identity.js';
import { wireHint } from '../stateless/cache-hints.js';

type Json = Readonly<Record<string, unknown>>;

/** The keys that results of a method have where they are ordinary. */
const ordinaryKeys: Readonly<Record<string, ReadonlySet<string>>> = {
  'tools/call': new Set(['content', 'structuredContent', 'isError']),
  'resources/read': new Set(['contents', 'ttlMs', 'cacheScope']),
  'prompts/get': new Set(['description', 'messages']),
  'tools/list': listed('tools'),
  'prompts/list': listed('prompts'),
  'resources/list': listed('resources'),
  'resources/templates/list': listed('resourceTemplates'),
};

function listed(kind: string): ReadonlySet<string> {
  return new Set([kind, 'nextCursor', 'ttlMs', 'cacheScope']);
}

/** What results of the stateless revision say beside what they are; each as JSON, `"key":value` pairs. */
export interface Stamp {
  readonly all: string;
  /** How long lists may be kept where nothing else is said of one. */
  readonly lists: string;
}

/** A result as the engine would write it, where it is ordinary; `undefined` means: ask the engine. */
export function resultText(era: Era, method: string, outcome: unknown, stamp: Stamp): string | undefined {
  const keys = ordinaryKeys[method];
  if (!keys || typeof outcome !== 'object' || outcome === null) return undefined;
  let count = 0;
  for (const key in outcome) {
    if (!keys.has(key)) return undefined;
    count++;
  }
  const result = outcome as Json;
  if (count === 0 || (method === 'tools/call' && !isOrdinaryToolResult(result))) return undefined;
  if (method === 'tools/list' && !(result['tools'] as Json[]).every(isOrdinaryTool[era])) return undefined;
  const text = (method === 'tools/call' && textsOnly(result)) || JSON.stringify(result);
  if (text === '{}') return undefined; // all there was is undefined
  if (era === 'session') return text;
  return `${text.slice(0, -1)}${hintOf(method, result, stamp)},${stamp.all}}`;
}

/** The engine shows some tools to the clients of a family in another form. */
const isOrdinaryTool: Readonly<Record<Era, (tool: Json) => boolean>> = {
  session: ({ outputSchema }) => outputSchema === undefined || (outputSchema as Json)['type'] === 'object',
  stateless: (tool) => !('execution' in tool),
};

/**
 * A tool's result that is nothing but texts, which is what most of them are, put together by hand: it costs a third. Nothing
 * where anybody has a say in how it is written.
 */
function textsOnly(result: Json): string | undefined {
  const content = result['content'] as readonly Json[];
  const hasMore = result['structuredContent'] !== undefined || result['isError'] !== undefined;
  if (hasMore || writesItself(result) || writesItself(content)) return undefined;
  let blocks = '';
  for (const block of content) {
    if (writesItself(block)) return undefined;
    blocks += `${blocks === '' ? '' : ','}{"type":"text","text":${JSON.stringify(block['text'])}}`;
  }
  return `{"content":[${blocks}]}`;
}

function writesItself(value: object): boolean {
  return (value as { readonly toJSON?: unknown }).toJSON !== undefined;
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

/** How long a result may be kept: what was said of it, else what holds for its kind. */
function hintOf(method: string, { ttlMs }: Json, { lists }: Stamp): string {
  if (ttlMs !== undefined) return '';
  if (method === 'resources/read') return `,${NOT_KEPT}`;
  return method.endsWith('/list') ? `,${lists}` : '';
}

const NOT_KEPT = '"ttlMs":0,"cacheScope":"private"';

/** What the results of a server say beside. */
export function stampOf(identity: ServerIdentity, listCache: CacheHint | undefined): Stamp {
  const meta = { [SERVER_INFO_META_KEY]: toImplementation(identity) };
  return {
    all: `"resultType":"complete","_meta":${JSON.stringify(meta)}`,
    lists: listCache ? JSON.stringify(wireHint(listCache)).slice(1, -1) : NOT_KEPT,
  };
}
