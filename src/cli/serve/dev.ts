import { PorticoError } from '../../common/portico-error.js';
import { findProject } from '../project/find-project.js';
import { compilerOf } from '../project/project-compiler.js';
import { loadEnvironment } from './load-environment.js';
import { serveArguments, type ServeFlags } from './serve-flags.js';
import { ServerProcess } from './server-process.js';
import { StdioRelay } from './stdio-relay.js';
import { watchCompiler } from './watch-compiler.js';

/**
 * Serves the project while it is written: compiles on every save, and starts the server again when that went well. On
 * stdio, stdout has nothing but the protocol, and the client keeps its connection. Ends with a signal, or with the client
 * on stdio.
 *
 * @throws PorticoError `PORTICO_NO_PROJECT`, `PORTICO_BUILD` without a compiler
 */
export function dev(flags: ServeFlags): void {
  const project = findProject();
  const compiler = compilerOf(project);
  if (!project.tsconfig || !compiler)
    throw new PorticoError(
      'PORTICO_BUILD',
      `${project.folder} has no ${compiler ? 'tsconfig.json' : 'TypeScript'} to compile with. Run "npm install", and "portico doctor" to see what else is missing.`,
    );
  loadEnvironment(project);
  const isHttp = flags.http ?? (!flags.stdio && process.env['PORTICO_TRANSPORT'] === 'http');
  const relay = isHttp ? undefined : new StdioRelay(process.stdout, process.stdin, () => void end());
  const args = [project.entry, ...serveArguments(flags)];
  const server = new ServerProcess(args, project.folder, !isHttp, (child) => relay?.attach(child));
  const watcher = watchCompiler(compiler, project, (errors) => {
    if (errors > 0) say(`${errors} ${errors === 1 ? 'error' : 'errors'}; what ran before goes on`);
    else void server.restart();
  });
  const end = async (): Promise<void> => {
    watcher.kill();
    await server.stop();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void end());
  watcher.once('exit', (code) => {
    if (code) void server.stop().then(() => process.exit(code));
  });
}

const say = (text: string): void => void process.stderr.write(`[portico] ${text}\n`);
