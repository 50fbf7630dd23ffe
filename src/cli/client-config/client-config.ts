import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { PorticoError } from '../../common/portico-error.js';
import { findProject, type Project } from '../project/find-project.js';
import { CLIENTS, type ClientFormat, type ClientName } from './clients.js';

export interface ClientConfigOptions {
  /** A served URL, instead of a program the client starts. */
  readonly url?: string;
  /** Put it into the client's file, instead of printing it. */
  readonly write: boolean;
  /** Replace an entry of the same name. */
  readonly force: boolean;
}

type Json = Record<string, unknown>;

/**
 * The entry of this project's server in the settings of a client.
 *
 * @returns what to print: the entry, or where it was written
 * @throws PorticoError `PORTICO_CLI_USAGE` when the client cannot use a URL or its file cannot be read; `PORTICO_FILE_EXISTS` when
 * it has another entry of the name; `PORTICO_NO_PROJECT`
 */
export async function clientConfig(client: ClientName, options: ClientConfigOptions): Promise<string> {
  const project = findProject();
  const name = project.manifest.name ?? path.basename(project.folder);
  const format: ClientFormat = CLIENTS[client];
  const entry = entryFor(client, format, project, options.url);
  const file = format.file(project.folder);
  if (!options.write) {
    const note = file ? `Belongs into ${file}; --write puts it there.\n` : '';
    process.stderr.write(note);
    return json({ [format.key]: { [name]: entry } });
  }
  if (!file)
    throw new PorticoError(
      'PORTICO_CLI_USAGE',
      `Where ${client} keeps its servers is not known here; copy what is printed without --write.`,
    );
  const settings = readSettings(file);
  const servers = (settings[format.key] ?? {}) as Json;
  if (servers[name] !== undefined && !same(servers[name], entry) && !options.force)
    throw new PorticoError(
      'PORTICO_FILE_EXISTS',
      `${file} has another server '${name}'; it was left as it is. Replace it by --force.`,
    );
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, json({ ...settings, [format.key]: { ...servers, [name]: entry } }));
  return `UPDATE ${file}\n`;
}

function entryFor(
  client: ClientName,
  { typed, url: urlKey }: ClientFormat,
  project: Project,
  url?: string,
): Json {
  if (url === undefined)
    return {
      ...(typed && { type: 'stdio' }),
      command: 'node', // found by the client's own PATH, also after Node was updated
      args: [project.entry, '--stdio'],
    };
  if (!URL.canParse(url)) throw new PorticoError('PORTICO_CLI_USAGE', `'${url}' is no URL.`);
  if (!urlKey)
    throw new PorticoError(
      'PORTICO_CLI_USAGE',
      `${client} has no entries for URLs in its file: add ${url} as a connector in its settings, or leave --url out.`,
    );
  return { ...(typed && { type: 'http' }), [urlKey]: url };
}

/** @throws PorticoError `PORTICO_CLI_USAGE` when the file is no plain JSON: what is in it must not be lost */
function readSettings(file: string): Json {
  if (!existsSync(file)) return {};
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Json;
  } catch (error) {
    throw new PorticoError(
      'PORTICO_CLI_USAGE',
      `${file} is no plain JSON (${(error as Error).message}); it was left as it is. Add the entry by hand, as it is printed without --write.`,
      { cause: error },
    );
  }
}

const json = (value: Json): string => `${JSON.stringify(value, undefined, 2)}\n`;
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
