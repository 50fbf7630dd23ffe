import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Injectable, Module, Param, readWithin, Resource } from 'portico';
import { createTestClient } from 'portico/testing';

const SECRET = 'outside of the root';
let folder: string;
let root: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'portico-root-'));
  root = path.join(folder, 'root');
  mkdirSync(path.join(root, 'sub'), { recursive: true });
  mkdirSync(path.join(folder, 'root-beside'));
  for (const file of ['secret.txt', 'root-beside/secret.txt']) writeFileSync(path.join(folder, file), SECRET);
  writeFileSync(path.join(root, 'a.txt'), 'inside');
  writeFileSync(path.join(root, 'sub/b c.txt'), 'further inside');
  writeFileSync(path.join(root, 'large.txt'), 'x'.repeat(2_000));
  symlinkSync(path.join(folder, 'secret.txt'), path.join(root, 'link.txt'));
  symlinkSync(folder, path.join(root, 'up'));
  symlinkSync(path.join(root, 'a.txt'), path.join(root, 'own-link.txt'));
});
afterAll(() => rmSync(folder, { recursive: true }));

@Injectable()
class Files {
  @Resource('files:///{+name}')
  async read(@Param('name') name: string): Promise<string> {
    return (await readWithin(root, name)).toString();
  }
}

@Module({ providers: [Files] })
class FileModule {}

it('reads what lies below the root, also by a link that stays there', async () => {
  expect((await readWithin(root, 'a.txt')).toString()).toBe('inside');
  expect((await readWithin(root, 'sub/b c.txt')).toString()).toBe('further inside');
  expect((await readWithin(root, 'own-link.txt')).toString()).toBe('inside');
});

const outside = [
  '../secret.txt',
  'sub/../../secret.txt',
  '../root-beside/secret.txt',
  '..',
  '.',
  '',
  '/etc/passwd',
  'C:\\Windows\\win.ini',
  '..\\secret.txt',
  '%2e%2e/secret.txt',
  '..%2fsecret.txt',
  '%252e%252e%252fsecret.txt',
  '..%5csecret.txt',
  'a.txt\u0000.png',
  'a.txt%00',
  'link.txt',
  'up/secret.txt',
  'up/root/../secret.txt',
  'sub',
  'a.txt/',
  './a.txt',
  'sub//b c.txt',
  'missing.txt',
  'x'.repeat(5_000),
];

it.each(outside)('finds nothing under %j, and does not say why', async (name) => {
  await expect(readWithin(root, name)).rejects.toMatchObject({
    code: 'PORTICO_NOT_FOUND',
    message: 'There is no such file.',
  });
});

it('finds nothing that is too large', async () => {
  await expect(readWithin(root, 'large.txt', { maxSize: 1_000 })).rejects.toMatchObject({
    code: 'PORTICO_NOT_FOUND',
  });
});

it('finds nothing outside, whatever the name is made of', async () => {
  const part = fc.constantFrom(
    '..',
    '.',
    '',
    '/',
    '\\',
    '%2e',
    '%2E%2e',
    '%2f',
    '%5c',
    'up',
    'link.txt',
    'sub',
    'secret.txt',
    '\u0000',
    '%00',
    'root-beside',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(part, { maxLength: 8 }), fc.constantFrom('/', ''), async (parts, between) => {
      const read = await readWithin(root, parts.join(between)).catch(() => undefined);
      expect(read?.toString()).not.toBe(SECRET);
    }),
    { numRuns: 1_000 },
  );
});

describe.each(['session', 'stateless'] as const)('as a resource (%s)', (era) => {
  it('is found below its root, and nowhere else', async () => {
    const client = await createTestClient(FileModule, { era });
    expect(await client.readResource('files:///sub/b%20c.txt')).toMatchObject({
      contents: [{ text: 'further inside' }],
    });
    for (const uri of [
      'files:///../secret.txt',
      'files:///%2e%2e/secret.txt',
      'files:///link.txt',
      'files:////etc/passwd',
    ])
      await expect(client.readResource(uri)).rejects.toThrow();
    await client.close();
  });
});
