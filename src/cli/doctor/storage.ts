import { connect } from 'node:net';
import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import { ok, problem, type Finding } from './check.js';
import type { Project } from '../project/find-project.js';
import { resolveFrom } from '../project/project-compiler.js';

interface Storage {
  readonly variable: string;
  readonly what: string;
}

const STORAGES: readonly Storage[] = [
  { variable: 'PORTICO_STATE_STORE', what: 'state' },
  { variable: 'PORTICO_FLOW_STORE', what: 'flows' },
  { variable: 'PORTICO_JOBS_URL', what: 'the queue' },
  { variable: 'PORTICO_EVENTS_URL', what: 'events' },
];

/** Where a kind of server is by default, and what speaks to it. */
const SERVERS: Readonly<
  Record<string, { readonly port: number; readonly driver: string; readonly backend: string }>
> = {
  redis: { port: 6379, driver: '@redis/client', backend: '@agendajs/redis-backend' },
  rediss: { port: 6379, driver: '@redis/client', backend: '@agendajs/redis-backend' },
  postgres: { port: 5432, driver: 'pg', backend: '@agendajs/postgres-backend' },
  postgresql: { port: 5432, driver: 'pg', backend: '@agendajs/postgres-backend' },
  mongodb: { port: 27017, driver: '@agendajs/mongo-backend', backend: '@agendajs/mongo-backend' },
};

/** Whether what the environment names as storage can be reached, and what speaks to it is installed. */
export async function checkStorage(project: Project): Promise<Finding[]> {
  const found = await Promise.all(STORAGES.map((storage) => check(project, storage)));
  return found.flat();
}

async function check({ folder }: Project, { variable, what }: Storage): Promise<Finding[]> {
  const text = process.env[variable];
  if (!text) return [];
  const scheme = text.slice(0, Math.max(0, text.indexOf(':')));
  if (scheme === 'memory') return [ok(`${what} in memory`)];
  if (scheme === 'sqlite')
    return [await checkFolder(variable, what, path.resolve(folder, text.slice('sqlite:'.length)))];
  const server = SERVERS[scheme];
  if (!server || !URL.canParse(text))
    return [
      problem(`${variable} names no storage`, 'Use memory:, sqlite:path/to/file.db, redis://…, postgres://…'),
    ];
  const { hostname, port } = new URL(text);
  const address = `${hostname || '127.0.0.1'}:${port || server.port}`;
  const missing = [server.driver, ...(variable === 'PORTICO_JOBS_URL' ? [server.backend] : [])].filter(
    (name) => !resolveFrom(folder, `${name}/package.json`) && !resolveFrom(folder, name),
  );
  return [
    (await answers(hostname.replace(/^\[|\]$/g, '') || '127.0.0.1', Number(port || server.port)))
      ? ok(`${what} at ${address}`)
      : problem(`${what}: nobody answers at ${address}`, `Start the server, or mend ${variable}.`),
    ...missing.map((name) => problem(`${what} needs ${name}`, `Run "npm install ${name}".`)),
  ];
}

async function checkFolder(variable: string, what: string, file: string): Promise<Finding> {
  const folder = await nearestFolder(path.dirname(file));
  return access(folder, constants.W_OK).then(
    () => ok(`${what} in ${file}`),
    () => problem(`${what}: ${folder} cannot be written to`, `Mend its rights, or ${variable}.`),
  );
}

/** The folder itself, or the one it will be made in. */
async function nearestFolder(folder: string): Promise<string> {
  const isThere = await access(folder).then(
    () => true,
    () => false,
  );
  return isThere || path.dirname(folder) === folder ? folder : nearestFolder(path.dirname(folder));
}

function answers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 3_000 });
    const end = (isThere: boolean) => () => {
      socket.destroy();
      resolve(isThere);
    };
    socket.once('connect', end(true)).once('error', end(false)).once('timeout', end(false));
  });
}
