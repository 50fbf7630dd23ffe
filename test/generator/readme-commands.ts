/** A block of commands of a README, as its reader understands it. */
export interface CommandBlock {
  /** Where it begins in the README, from 1 on. */
  readonly line: number;
  readonly script: string;
  /**
   * Where it goes on until Ctrl+C: the text right above says "in one terminal", or "in a second terminal" for what is
   * needed beside. `undefined` for commands that end.
   */
  readonly serves: 'one' | 'a second' | undefined;
  /** What the README shows as its output, in a `text` block right below. */
  readonly shown: string | undefined;
}

const FENCE = /^```(\w*)\n(.*?)^```$/gms;
const SERVES = /\bin\s+(one|a\s+second)\s+terminal\b/i;

/** The `sh` blocks of a README, in order. */
export function commandBlocks(markdown: string): CommandBlock[] {
  const fences = Array.from(markdown.matchAll(FENCE), ({ 1: language, 2: text, index, 0: whole }) => ({
    language,
    text: text!,
    from: index,
    to: index + whole.length,
  }));
  return fences.flatMap(({ language, text, from, to }, i) => {
    if (language !== 'sh') return [];
    const next = fences[i + 1];
    const isShown = next?.language === 'text' && markdown.slice(to, next.from).trim() === '';
    const above = markdown.slice(fences[i - 1]?.to ?? 0, from).trimEnd();
    return {
      line: markdown.slice(0, from).split('\n').length,
      script: text,
      serves: SERVES.exec(above.slice(above.lastIndexOf('\n\n') + 1))?.[1]?.replace(
        /\s/,
        ' ',
      ) as CommandBlock['serves'],
      shown: isShown ? next.text : undefined,
    };
  });
}

/** What shown output matches: these lines, one below the other; `…` is any text, alone on a line any lines. */
export function shownPattern(shown: string): RegExp {
  const lines = shown.trimEnd().split('\n');
  const sources = lines.map((line, i) => {
    if (line.trim() === '…') return '(?:.*\\n)*?';
    const source = line.trimEnd().split('…').map(escape).join('.*');
    return `${source}[ \\t]*${i < lines.length - 1 ? '\\n' : ''}`;
  });
  return new RegExp(`^${sources.join('')}$`, 'm');
}

const escape = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
