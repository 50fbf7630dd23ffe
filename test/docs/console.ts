/** A command of a `console` block, and what the page shows of its output. */
export interface Shown {
  readonly command: string;
  readonly output: string;
}

/** The commands of a block: lines that begin with `$ `; what stands below each is its output. */
export function commandsOf(text: string): Shown[] {
  return text
    .split(/^\$ /m)
    .slice(1)
    .map((part) => {
      const end = part.indexOf('\n');
      return { command: part.slice(0, end), output: part.slice(end + 1).trim() };
    });
}

/** Whether the output is what is shown: `…` stands for any text of a line, and alone on a line for any lines. */
export function fits(output: string, shown: string): boolean {
  const lines = shown.split('\n').map((line) => {
    if (line.trim() === '…') return '(?:.*\\n)*?';
    return `${line.trimEnd().split('…').map(escaped).join('.*')}[ ]*\\n`;
  });
  return new RegExp(`^${lines.join('')}$`).test(`${output.trim()}\n`);
}

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
