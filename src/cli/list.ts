import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { PorticoFactory } from '../app/portico-factory.js';
import type { Component } from '../pipeline/component.js';
import { rootModule } from './root-module.js';

/**
 * Starts the root module a file exports, and prints its components as a table.
 *
 * @throws PorticoError `PORTICO_NO_MODULE` when the file exports no module, `PORTICO_SEVERAL_MODULES` when it exports
 * several that do not import each other; StartupError when it does not start
 */
export async function listComponents(file: string): Promise<string> {
  const exported = (await import(pathToFileURL(path.resolve(file)).href)) as object;
  const root = rootModule(file, Object.values(exported));
  const app = await PorticoFactory.create(root, { name: root.name, version: '0.0.0' });
  const rows = app.registry.components.map(row);
  await app.close();
  if (rows.length === 0) return `${root.name}: nothing offered\n`;
  return table([['KIND', 'NAME', 'HANDLER', 'SCOPE', 'FLAGS'], ...rows]);
}

function row(component: Component): string[] {
  const { kind, entry, where, scope } = component;
  const name = 'uri' in entry ? entry.uri : 'uriTemplate' in entry ? entry.uriTemplate : entry.name;
  return [kind, name, where, scope, flags(component).join(', ')];
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
