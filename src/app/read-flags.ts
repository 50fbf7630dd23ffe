import { parseArgs } from 'node:util';
import { nearest } from '../common/nearest.js';
import { OperatorError } from '../common/operator-error.js';
import { PorticoError } from '../common/portico-error.js';

/** What the command line says about listening. */
export interface ListenFlags {
  readonly transport?: string | undefined;
  readonly port?: string | undefined;
  readonly host?: string | undefined;
  readonly path?: string | undefined;
}

const options = {
  stdio: { type: 'boolean' },
  http: { type: 'boolean' },
  transport: { type: 'string' },
  port: { type: 'string' },
  host: { type: 'string' },
  path: { type: 'string' },
} as const;
const switches: readonly string[] = ['stdio', 'http'];
const names = Object.keys(options);
const valued = names.filter((name) => !switches.includes(name));

/**
 * The flags of `app.listen`. Others are left to the program, unless they look like one of ours: a slip of the pen must not
 * start a server elsewhere than it was meant.
 *
 * @throws PorticoError `PORTICO_LISTEN_OPTION` for a flag without its value, with one it does not take, or misspelt
 */
export function readFlags(argv: readonly string[]): ListenFlags {
  const { values, tokens } = parseArgs({ args: [...argv], strict: false, tokens: true, options });
  for (const token of tokens) if (token.kind === 'option') check(token);
  const text = (name: string): string | undefined => values[name] as string | undefined;
  const chosen = switches.filter((name) => values[name] === true);
  if (chosen.length > 1) throw wrong('--stdio and --http are both given', 'Give one of them.');
  return {
    transport: chosen[0] ?? text('transport'),
    port: text('port'),
    host: text('host'),
    path: text('path'),
  };
}

function check({
  name,
  rawName,
  value,
}: {
  name: string;
  rawName: string;
  value?: string | undefined;
}): void {
  if (!rawName.startsWith('--')) return;
  if (valued.includes(name)) {
    if (value === undefined || value === '' || value.startsWith('--'))
      throw wrong(`${rawName} has no value`, `Write ${rawName} ${name === 'port' ? '3000' : '…'}.`);
    return;
  }
  if (switches.includes(name)) {
    if (value !== undefined)
      throw wrong(`${rawName} takes no value`, `Write ${rawName}, and --port for the port.`);
    return;
  }
  const [meant] = nearest(name, names).filter((near) => isSlip(name.toLowerCase(), near));
  if (meant !== undefined)
    throw wrong(
      `${rawName} is no flag`,
      `Did you mean --${meant}? A flag of your program stands behind --, or pass the option flags: false and no flag is read.`,
    );
}

/** Two letters exchanged, or one too many or too few, behind the same first letter; capitals do not count. */
function isSlip(name: string, meant: string): boolean {
  if (name[0] !== meant[0] || Math.abs(name.length - meant.length) > 1) return false;
  let i = 0;
  while (i < meant.length && name[i] === meant[i]) i++;
  const [rest, wanted] = [name.slice(i), meant.slice(i)];
  if (rest === wanted) return true;
  const isExchanged = rest[0] === wanted[1] && rest[1] === wanted[0] && rest.slice(2) === wanted.slice(2);
  return isExchanged || rest.slice(1) === wanted || rest === wanted.slice(1);
}

function wrong(problem: string, cure: string): PorticoError {
  return new OperatorError('PORTICO_LISTEN_OPTION', `The server cannot listen: ${problem}. ${cure}`);
}
