// What the demo draws with: headlines, tables and a progress bar.

const isTerminal = process.stdout.isTTY === true;
const hasColour = isTerminal && !process.env.NO_COLOR;
const paint = (code) => (text) => (hasColour ? `\x1b[${code}m${text}\x1b[0m` : text);

export const bold = paint(1);
export const dim = paint(2);
export const green = paint(32);
export const cyan = paint(36);
export const red = paint(31);

export function headline(text) {
  console.log(`\n${bold(text)}\n${dim('─'.repeat(text.length))}`);
}

export function step(text) {
  console.log(`\n${cyan('▸')} ${text}`);
}

/** Prints rows as a table; the columns are the keys of the first row, and numbers stand on the right. */
export function table(rows) {
  const columns = Object.keys(rows[0]).map((key) => ({
    key,
    isNumber: rows.every((row) => typeof row[key] === 'number'),
    width: Math.max(key.length, ...rows.map((row) => String(row[key]).length)),
  }));
  const line = (row) =>
    columns
      .map(({ key, isNumber, width }) => String(row[key])[isNumber ? 'padStart' : 'padEnd'](width))
      .join('  ')
      .trimEnd();

  console.log(dim(`  ${line(Object.fromEntries(columns.map(({ key }) => [key, key])))}`));
  for (const row of rows) console.log(`  ${line(row)}`);
}

/** A bar that is redrawn in place below the lines logged meanwhile; without a terminal, one line for each step. */
export class ProgressBar {
  #bar = '';

  update({ progress, total, message }) {
    const filled = Math.round((progress / total) * 24);
    this.#bar = `  ${green('█'.repeat(filled))}${dim('░'.repeat(24 - filled))} ${progress}/${total} ${message}`;
    if (isTerminal) process.stdout.write(`\r\x1b[K${this.#bar}`);
    else console.log(this.#bar);
  }

  log(text) {
    if (isTerminal) process.stdout.write(`\r\x1b[K${text}\n${this.#bar}`);
    else console.log(text);
  }

  end() {
    if (isTerminal) process.stdout.write('\r\x1b[K');
  }
}
