import { createRequire } from 'node:module';

type Format =
  | true
  | RegExp
  | ((text: string) => boolean)
  | { readonly type?: 'string' | 'number'; readonly validate: RegExp | ((value: never) => boolean) };

let known: Readonly<Record<string, Format>> | undefined;

function loadFormats(): Readonly<Record<string, Format>> {
  const load = createRequire(import.meta.url);
  return (load('ajv-formats/dist/formats.js') as { fullFormats: Readonly<Record<string, Format>> })
    .fullFormats;
}

/**
 * The test for a `format`, with the very functions ajv would use, but without loading ajv. Values of another type
 * than the format is about pass.
 *
 * @returns `undefined` for a format nobody knows, which is an annotation then
 */
export function formatTest(name: string): ((value: unknown) => boolean) | undefined {
  known ??= loadFormats();
  const format = Object.hasOwn(known, name) ? known[name] : undefined;
  if (format === undefined || format === true) return undefined;
  const described = typeof format === 'object' && 'validate' in format ? format : { validate: format };
  const type = described.type ?? 'string';
  const { validate } = described;
  if (validate instanceof RegExp) return (value) => typeof value !== 'string' || validate.test(value);
  return (value) => typeof value !== type || (validate as (value: unknown) => boolean)(value);
}
