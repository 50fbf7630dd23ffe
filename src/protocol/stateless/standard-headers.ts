/** What the headers of a request say of its message (revision 2026-07-28). */
export interface StandardHeaders {
  readonly version: string | undefined;
  readonly method: string | undefined;
  readonly name: string | undefined;
  /** @param name in lower case */
  other(name: string): string | undefined;
}

/** The parameter that `Mcp-Name` repeats, for each method that has one. */
const named: Readonly<Record<string, string>> = {
  'tools/call': 'name',
  'prompts/get': 'name',
  'resources/read': 'uri',
  'tasks/get': 'taskId',
  'tasks/update': 'taskId',
  'tasks/cancel': 'taskId',
};

/**
 * Whether the headers plainly repeat the method and the name of a message; `false` means: ask the engine, which knows
 * other spellings and says what is wrong.
 *
 * @see https://modelcontextprotocol.io/specification/2026-07-28/basic/transports
 */
export function repeatMessage(
  headers: StandardHeaders,
  method: string,
  params: Readonly<Record<string, unknown>>,
): boolean {
  if (headers.method !== method) return false;
  if (!Object.hasOwn(named, method)) return true;
  const value = params[named[method]!];
  return typeof value === 'string' && isRepeated(headers.name, value);
}

const ENCODED = '=?base64?';
/** Who decodes it loses it. */
const BYTE_ORDER_MARK = '\uFEFF';

/** Whether a header says what a parameter does: in the same letters, or encoded, as those must be that no header can have. */
export function isRepeated(header: string | undefined, value: string): boolean {
  if (header === value) return !value.startsWith('=?');
  if (!header?.startsWith(ENCODED) || value.startsWith(BYTE_ORDER_MARK)) return false;
  const bytes = Buffer.from(value);
  // Half a letter has no bytes of its own.
  return header === `${ENCODED}${bytes.toString('base64')}?=` && bytes.toString() === value;
}
