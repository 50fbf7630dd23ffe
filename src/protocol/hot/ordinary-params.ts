import { isPlain, isText, type Check, type Json } from '../ordinary-form.js';

/** What each method of the hot path may be given beside `_meta`; `!` stands behind what must be there. */
const shapes: Readonly<
  Record<string, Readonly<Record<string, { readonly fits: Check; readonly must: boolean }>>>
> = {
  'tools/call': { name: { fits: isText, must: true }, arguments: { fits: isPlain, must: false } },
  'prompts/get': { name: { fits: isText, must: true }, arguments: { fits: isTexts, must: false } },
  'resources/read': { uri: { fits: isText, must: true } },
  'tools/list': { cursor: { fits: isText, must: false } },
  'resources/list': { cursor: { fits: isText, must: false } },
  'resources/templates/list': { cursor: { fits: isText, must: false } },
  'prompts/list': { cursor: { fits: isText, must: false } },
};

/** The methods the hot path may take. */
export const hotMethods: readonly string[] = Object.keys(shapes);

/**
 * Whether the engine would surely accept these parameters and hand them on as they are; `false` means: ask the engine.
 * What stands in `_meta` is judged elsewhere.
 */
export function isOrdinary(method: string, params: Json): boolean {
  const shape = shapes[method]!;
  let missing = 0;
  for (const key in shape) if (shape[key]!.must) missing++;
  for (const key in params) {
    if (key === '_meta') continue;
    const expected = Object.hasOwn(shape, key) ? shape[key] : undefined;
    if (!expected?.fits(params[key])) return false;
    if (expected.must) missing--;
  }
  return missing === 0;
}

function isTexts(value: unknown): boolean {
  if (!isPlain(value)) return false;
  for (const key in value) if (typeof value[key] !== 'string') return false;
  return true;
}
