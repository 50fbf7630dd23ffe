import { open, realpath } from 'node:fs/promises';
import path from 'node:path';
import { NotFoundError } from './user-error.js';

/** How a file is read. */
export interface ReadWithinOptions {
  /** How large it may be, in bytes. Default: 10 MiB. */
  readonly maxSize?: number;
}

/**
 * Reads a file below a folder, by a name that a client chose: for resources such as `files://{+path}`. Whatever the name,
 * nothing outside of the folder is read: neither by `..` nor an absolute path, in whatever encoding, nor through a
 * symbolic link. What cannot be read is not there, and callers cannot tell why.
 *
 * @param root the folder
 * @param name the path below it, with `/` between its parts, as it is after decoding
 * @throws NotFoundError for a file that is not there, lies elsewhere, is no ordinary file, or is too large
 * @example
 * ```ts
 * @Resource('manual://{+page}', { mimeType: 'text/markdown' })
 * async page(@Param('page') page: string) {
 *   return (await readWithin('manual', page)).toString();
 * }
 * ```
 * @see https://modelcontextprotocol.io/specification/2026-07-28/server/resources#security-considerations
 */
export async function readWithin(
  root: string,
  name: string,
  { maxSize = 10 * 2 ** 20 }: ReadWithinOptions = {},
): Promise<Buffer> {
  if (!isOrdinary(name)) throw missing();
  const base = await realpath(root);
  const file = await realpath(path.join(base, name)).catch(() => undefined);
  if (file === undefined || !file.startsWith(base.endsWith(path.sep) ? base : base + path.sep))
    throw missing();
  const handle = await open(file, 'r').catch(() => undefined);
  if (!handle) throw missing();
  try {
    const { size } = await ordinary(handle);
    if (size > maxSize) throw missing();
    // Another program may have put a link there since its path was looked at.
    if ((await realpath(file).catch(() => undefined)) !== file) throw missing();
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

async function ordinary(handle: Awaited<ReturnType<typeof open>>): Promise<{ readonly size: number }> {
  const found = await handle.stat();
  if (found.isFile()) return found;
  throw missing();
}

/** Whether each part of a name is the name of something, also for programs that decode it once more. */
function isOrdinary(name: string): boolean {
  if (name === '' || name.length > 4_096 || path.isAbsolute(name) || path.win32.isAbsolute(name))
    return false;
  const texts = [name, decoded(name), decoded(decoded(name))];
  return texts.every(
    (text) =>
      // eslint-disable-next-line no-control-regex -- control characters, NUL among them, are what is looked for
      !/[\u0000-\u001f\\]/.test(text) &&
      text.split('/').every((part) => part !== '' && part !== '.' && part !== '..'),
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function missing(): NotFoundError {
  return new NotFoundError('There is no such file.');
}
