import { PorticoError } from '../../common/portico-error.js';
import { ATTACHMENT, Dashboard, DEFAULT_PORT } from '../dashboard/serve/dashboard.js';
import { findProject } from '../project/find-project.js';
import { compilerOf } from '../project/project-compiler.js';
import { loadEnvironment } from './load-environment.js';
import { serveArguments, type DevFlags } from './serve-flags.js';
import { ServerProcess } from './server-process.js';
import { StdioRelay } from './stdio-relay.js';
import { watchCompiler } from './watch-compiler.js';

/**
 * Serves the project while it is written: compiles on every save, and starts the server again when that went well. On
 * stdio, stdout has nothing but the protocol, and the client keeps its connection. Ends with a signal, or with the client
 * on stdio. A page shows what happens meanwhile; its address goes to stderr.
 *
 * @throws PorticoError `PORTICO_NO_PROJECT`, `PORTICO_BUILD` without a compiler, `PORTICO_CLI_USAGE`
 */
export async function dev(flags: DevFlags): Promise<void> {
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
  const dashboard = await openDashboard(flags);
  const preload = dashboard ? ['--import', ATTACHMENT] : [];
  const args = [...preload, project.entry, ...serveArguments(flags)];
  const server = new ServerProcess(args, project.folder, !isHttp, dashboard !== undefined, {
    prepare: (child) => {
      relay?.attach(child);
      dashboard?.attach(child);
    },
    rest: async () => relay?.rest(REST),
  });
  const watcher = watchCompiler(compiler, project, (errors) => {
    dashboard?.book.compiled(errors);
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

/** @throws PorticoError `PORTICO_CLI_USAGE` for a port that is none */
async function openDashboard({ dashboard, dashboardPort }: DevFlags): Promise<Dashboard | undefined> {
  if (!dashboard) return undefined;
  const port = dashboardPort ?? String(DEFAULT_PORT);
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    throw new PorticoError('PORTICO_CLI_USAGE', `--dashboard-port ${port}: use a number from 0 to 65535.`);
  const opened = await Dashboard.open(Number(port));
  say(`dashboard: ${opened.url}`);
  return opened;
}

/** How long calls that run may take to finish before a restart, in ms. */
const REST = 300;

const say = (text: string): void => void process.stderr.write(`[portico] ${text}\n`);
