import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { PorticoError } from '../common/portico-error.js';
import { ensureBuilt } from './project/ensure-built.js';
import { findProject } from './project/find-project.js';
import { loadEnvironment } from './serve/load-environment.js';

/**
 * Opens the official Inspector on this project's server, by npx; it is not installed with Portico.
 *
 * @param url a server that runs already, instead of one the Inspector starts
 * @param args more for the Inspector, such as `--cli --method tools/list`
 * @throws PorticoError `PORTICO_CLI_COMMAND` when it ends with an error, `PORTICO_NO_PROJECT`, `PORTICO_BUILD`
 */
export async function inspect(url: string | undefined, args: readonly string[]): Promise<void> {
  const server = url === undefined ? ownServer() : [url];
  // The Inspector's newer releases want a newer Node.
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const release = major > 22 || (major === 22 && minor >= 19) ? '2' : '0.16';
  const options = args.includes('--cli') ? ['--cli'] : [];
  const rest = args.filter((arg) => arg !== '--cli');
  const command = ['--yes', `@modelcontextprotocol/inspector@${release}`, ...options, ...server, ...rest];
  const child = spawn('npx', command, { stdio: 'inherit', shell: process.platform === 'win32' });
  const said = `npx ${command.join(' ')}`;
  const [code] = (await once(child, 'exit').catch((cause: Error) => {
    const text = `The Inspector cannot be started (${cause.message}): ${said}. npx comes with npm.`;
    throw new PorticoError('PORTICO_CLI_COMMAND', text, { cause });
  })) as [number | null];
  if (code)
    throw new PorticoError('PORTICO_CLI_COMMAND', `The Inspector ended with exit code ${code}: ${said}`);
}

function ownServer(): string[] {
  const project = findProject();
  ensureBuilt(project);
  loadEnvironment(project);
  return ['node', project.entry];
}
