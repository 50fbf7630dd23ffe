import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';

/* What Node prints of an error that nobody catches is what someone reads who starts a server. */

const root = path.resolve(import.meta.dirname, '../..');
let folder: string;
let occupied: Server;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'portico-startup-'));
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
  occupied = createServer().listen(0, '127.0.0.1');
  await once(occupied, 'listening');
});

afterAll(() => {
  occupied.close();
  rmSync(folder, { recursive: true, force: true });
});

function start(code: string, env: NodeJS.ProcessEnv = {}): string {
  const file = path.join(folder, 'main.mjs');
  writeFileSync(file, `import { Module, PorticoFactory } from 'portico';\n${code}`);
  const { status, stderr } = spawnSync(process.execPath, [file], {
    encoding: 'utf8',
    env: { ...process.env, NODE_DEBUG: '', ...env },
  });
  expect(status).not.toBe(0);
  return stderr;
}

const WRONG = `class Orders {}\nawait PorticoFactory.create(Orders, { name: 'x', version: '1.0.0' });\n`;
const ADDRESS = `class AppModule {}
Module({ providers: [] })(AppModule);
const app = await PorticoFactory.create(AppModule, { name: 'x', version: '1.0.0' });
await app.listen({ transport: 'http', port: PORT });
`;

test('a mistake is told with its place and its cure, and without the places in the code it came through', () => {
  const told = start(WRONG);
  expect(told).toContain('PorticoFactory.create: Orders carries no @Module');
  expect(told).toContain('Put @Module({ providers: [...] }) on Orders.');
  expect(told).not.toMatch(/^ +at |dist\/parts|Symbol\(/m);
});

test('so is an address that cannot be had', () => {
  const { port } = occupied.address() as AddressInfo;
  const told = start(ADDRESS.replace('PORT', String(port)));
  expect(told).toContain(`The server cannot listen on 127.0.0.1:${port}: another program listens there.`);
  expect(told).not.toMatch(/^ +at |dist\/parts|EADDRINUSE/m);
});

test('NODE_DEBUG=portico shows where it came from', () => {
  expect(start(WRONG, { NODE_DEBUG: 'portico' })).toMatch(/^ +at .*main\.mjs/m);
});
