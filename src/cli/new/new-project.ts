import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { PorticoError } from '../../common/portico-error.js';
import { writeFiles } from '../files/write-files.js';
import { projectFiles } from '../templates/project.js';
import { DEFAULTS, type Choices } from './choices.js';
import { ownSource } from './own-source.js';
import { packageManager, type PackageManager } from './package-manager.js';

/** What `portico new` was told; what is missing is asked for at a terminal, and else by default. */
export interface NewOptions extends Partial<Choices> {
  readonly packageManager?: PackageManager;
  /** Where Portico comes from, as package.json says it. */
  readonly portico?: string;
  readonly git: boolean;
  readonly install: boolean;
  readonly dryRun: boolean;
  /** Take the defaults, and ask nothing. */
  readonly yes: boolean;
}

/**
 * Makes a new project in a folder of its own.
 *
 * @param folder where; its last part is the name of the project
 * @returns what to tell the user
 * @throws PorticoError `PORTICO_CLI_USAGE`, `PORTICO_FILE_EXISTS` when there is something already, `PORTICO_CLI_COMMAND`
 * when git or the package manager fails, `PORTICO_CLI_CANCELLED`
 */
export async function newProject(folder: string | undefined, options: NewOptions): Promise<string> {
  const asks = !options.yes && process.stdin.isTTY && process.stdout.isTTY && !process.env['CI'];
  const { askChoices, askName } = asks ? await import('./ask-choices.js') : {};
  const where = folder ?? (await askName?.());
  if (!where) throw new PorticoError('PORTICO_CLI_USAGE', 'The project has no name. Use: portico new <name>');
  const target = path.resolve(where);
  const name = projectName(target);
  refuseOccupied(target);

  const chosen = given(options);
  const choices = (await askChoices?.(chosen)) ?? { ...DEFAULTS, ...chosen };
  const manager = options.packageManager ?? packageManager();
  const files = projectFiles({
    name,
    choices,
    packageManager: manager,
    portico: options.portico ?? ownSource(),
  });
  const made = files.map(({ path: file }) => `CREATE ${path.join(where, file)}\n`).join('');
  if (options.dryRun) return `${made}Nothing was written: this was a dry run.\n`;

  await writeFiles(target, files);
  if (options.git && !isInRepository(path.dirname(target))) run('git', ['init', '--quiet'], target);
  if (options.install) run(manager, ['install'], target);
  return `${made}\n${nextSteps(where, manager, options.install)}`;
}

function given({ transport, auth, state, jobs }: Partial<Choices>): Partial<Choices> {
  return {
    ...(transport && { transport }),
    ...(auth && { auth }),
    ...(state && { state }),
    ...(jobs && { jobs }),
  };
}

/** npm's rules for names, without scopes. */
function projectName(target: string): string {
  const name = path.basename(target);
  if (/^[a-z0-9][a-z0-9._-]{0,213}$/.test(name)) return name;
  throw new PorticoError(
    'PORTICO_CLI_USAGE',
    `'${name}' cannot name a package. Use lower-case letters, digits and '-', such as 'my-server'.`,
  );
}

function refuseOccupied(target: string): void {
  const found = existsSync(target) ? readdirSync(target).filter((name) => name !== '.git') : [];
  if (found.length === 0) return;
  throw new PorticoError(
    'PORTICO_FILE_EXISTS',
    `${target} is not empty: it has ${found.slice(0, 3).join(', ')}${found.length > 3 ? ' …' : ''}. Nothing was written. Choose another name, or empty it.`,
  );
}

function isInRepository(folder: string): boolean {
  return existsSync(folder) && spawnSync('git', ['rev-parse', '--git-dir'], { cwd: folder }).status === 0;
}

/** What it prints goes to stderr: stdout has the list of files. */
function run(command: string, args: readonly string[], cwd: string): void {
  const { status, error } = spawnSync(command, args, {
    cwd,
    stdio: ['inherit', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status === 0) return;
  const reason = error ? error.message : `exit code ${status}`;
  throw new PorticoError(
    'PORTICO_CLI_COMMAND',
    `The project is there, but '${command} ${args.join(' ')}' failed in ${cwd}: ${reason}. Run it again yourself.`,
  );
}

function nextSteps(folder: string, manager: PackageManager, isInstalled: boolean): string {
  const call = manager === 'npm' ? 'npm run call' : `${manager} call`;
  return `Next:
  cd ${folder}
${isInstalled ? '' : `  ${manager} install\n`}  ${manager} test
  ${call}
`;
}
