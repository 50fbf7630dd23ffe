import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { PorticoError } from '../common/portico-error.js';
import { PorticoFactory } from '../app/portico-factory.js';
import type { Component } from '../pipeline/component.js';
import { ensureBuilt } from './project/ensure-built.js';
import { findProject } from './project/find-project.js';
import { rootModule } from './root-module.js';

/**
 * The compiled file of the root module of the project around, by its usual name.
 *
 * @throws PorticoError `PORTICO_NO_PROJECT`, `PORTICO_BUILD`
 */
export function ownModule(): string {
  const project = findProject();
  ensureBuilt(project);
  return path.join(project.output, 'app.module.js');
}

/**
 * Starts the root module a file exports, and prints its components as a table, or as JSON.
 *
 * @throws PorticoError `PORTICO_NO_MODULE` when the file is not there or exports no module, `PORTICO_SEVERAL_MODULES` when it exports
 * several that do not import each other; StartupError when it does not start
 */
export async function listComponents(file: string, json = false): Promise<string> {
  if (!existsSync(file))
    throw new PorticoError(
      'PORTICO_NO_MODULE',
      `${file} is not there. Name the compiled file of the root module: portico list dist/orders.module.js`,
    );
  const exported = (await import(pathToFileURL(path.resolve(file)).href)) as object;
  const root = rootModule(file, Object.values(exported));
  const app = await PorticoFactory.create(root, { name: root.name, version: '0.0.0' });
  const { components } = app.registry;
  const rows = components.map(row);
  await app.close();
  if (json) return `${JSON.stringify(components.map(record), undefined, 2)}\n`;
  if (rows.length === 0) return `${root.name}: nothing offered\n`;
  return table([['KIND', 'NAME', 'HANDLER', 'SCOPE', 'FLAGS'], ...rows]);
}

function row(component: Component): string[] {
  const { kind, entry, where, scope } = component;
  const name = 'uri' in entry ? entry.uri : 'uriTemplate' in entry ? entry.uriTemplate : entry.name;
  return [kind, name, where, scope, flags(component).join(', ')];
}

/** A component for programs: where it is, and what clients read of it. */
function record({ kind, where, scope, entry }: Component): object {
  return { kind, handler: where, scope, entry };
}

function flags(component: Component): string[] {
  if (component.kind !== 'tool') return [];
  const { readOnlyHint, destructiveHint, idempotentHint, openWorldHint } = component.entry.annotations ?? {};
  return [
    ...(readOnlyHint ? ['read-only'] : []),
    ...(destructiveHint ? ['destructive'] : []),
    ...(idempotentHint ? ['idempotent'] : []),
    ...(openWorldHint ? ['open-world'] : []),
    ...(component.output ? ['output schema'] : []),
  ];
}

function table(rows: string[][]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((cells) => cells[column]!.length)));
  return rows
    .map(
      (cells) =>
        `${cells
          .map((cell, i) => cell.padEnd(widths[i]!))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}
