/** The frameworks of others: installed when they are asked for, apart from the packages of this project. */
import { cpSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPrograms } from '../scripts/install-programs.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const PEERS = [
  { name: 'fastmcp', package: 'fastmcp', modes: ['sessions', 'stateless', 'stdio'] },
  { name: 'mcp-nest', package: '@rekog/mcp-nest', modes: ['sessions', 'stateless', '2026-07-28', 'stdio'] },
  { name: 'tmcp', package: 'tmcp', modes: ['sessions', 'stateless', '2026-07-28', 'stdio'] },
];

/** @returns the peers as contenders; a copy of each stands beside what it imports */
export function installPeers() {
  const packages = installPrograms('bench/peers');
  const folder = path.dirname(packages);
  const surface = path.join(folder, '../contenders');
  mkdirSync(surface, { recursive: true });
  cpSync(path.join(here, 'contenders/surface.mjs'), path.join(surface, 'surface.mjs'));
  return PEERS.map((peer) => {
    const file = path.join(folder, `${peer.name}.mjs`);
    cpSync(path.join(here, `peers/${peer.name}.mjs`), file);
    return { ...peer, what: `\`${peer.package}\``, file, folder: packages };
  });
}
