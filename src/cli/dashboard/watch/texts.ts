/** How much of a value is shown, in characters. */
const MAX = 16_000;
/** What is no longer than this stands in one line. */
const ONE_LINE = 100;

/** A value as a developer reads it: a text as it is, everything else as JSON, cut where it is too long. */
export function jsonText(value: unknown, max = MAX): string {
  return cut(typeof value === 'string' ? value : stringify(value), max);
}

export function cut(text: string, max = MAX): string {
  return text.length <= max ? text : `${text.slice(0, max)} … (${text.length - max} more characters)`;
}

function stringify(value: unknown): string {
  try {
    const text = JSON.stringify(value, undefined, 2) ?? '';
    if (text.length > 2 * ONE_LINE) return text;
    const line = text.replaceAll(/\n */g, ' '); // a line break within a string is written otherwise
    return line.length <= ONE_LINE ? line : text;
  } catch (error) {
    return `(cannot be shown: ${error instanceof Error ? error.message : String(error)})`;
  }
}
