const FENCED = /```[a-z0-9]*[^\S\n]*\n([\s\S]*?)\n?[^\S\n]*```/gi;

/** The JSON value a model wrote: alone, in a fenced block of code, or with words around it. */
export function jsonInText(text: string): { readonly value: unknown } | undefined {
  const fenced = Array.from(text.matchAll(FENCED), ([, inside]) => inside!);
  for (const candidate of [text, ...fenced, outermost(text)]) {
    try {
      return { value: JSON.parse(candidate) as unknown };
    } catch {
      // The next reading may do; none that does is told to the model.
    }
  }
  return undefined;
}

/** From the first bracket to the last of its kind. */
function outermost(text: string): string {
  const start = text.search(/[{[]/);
  return start === -1 ? '' : text.slice(start, text.lastIndexOf(text[start] === '{' ? '}' : ']') + 1);
}
