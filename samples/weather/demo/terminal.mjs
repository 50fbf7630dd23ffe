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

/** Prints rows as a table. The columns are the keys of the first row; numbers stand on the right, point below point. */
export function table(rows) {
  const columns = Object.keys(rows[0]).map((key) => {
    const values = rows.map((row) => row[key]);
    const isNumber = values.every((value) => typeof value === 'number');
    const hasFraction = isNumber && !values.every(Number.isInteger);
    const cells = [key, ...values.map((value) => (hasFraction ? value.toFixed(1) : String(value)))];
    const width = Math.max(...cells.map((cell) => cell.length));
    return cells.map((cell) => (isNumber ? cell.padStart(width) : cell.padEnd(width)));
  });
  const line = (index) => `  ${columns.map((cells) => cells[index]).join('  ')}`.trimEnd();

  console.log(dim(line(0)));
  for (const index of rows.keys()) console.log(line(index + 1));
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
