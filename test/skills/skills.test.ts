import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Module, PorticoFactory, silentLog, type PorticoApp } from 'portico';
import { SkillsModule } from 'portico/skills';
import { RawLine } from '../obligations/support/raw-line.js';

const folder = (name: string) => new URL(`folders/${name}`, import.meta.url);

const uri = 'skill://count-words/SKILL.md';
const script = 'skill://count-words/scripts/count.sh';

@Module({ imports: [await SkillsModule.forRoot({ folder: folder('good'), cache: { ttl: '1m' } })] })
class SkilledModule {}

const create = (guards: readonly (() => boolean)[] = []) =>
  PorticoFactory.create(SkilledModule, { name: 'skilled', version: '1.0.0', log: silentLog, guards });

describe.each(['session', 'stateless'] as const)('skills, %s', (era) => {
  let app: PorticoApp;
  let line: RawLine;

  beforeAll(async () => {
    app = await create();
    line = await RawLine.open(app, era);
  });
  afterAll(async () => {
    await line.close();
    await app.close();
  });

  it('are declared', async () => {
    const { result } = era === 'session' ? await line.initialize() : await line.request('server/discover');
    expect(result?.['capabilities']).toMatchObject({
      extensions: { 'io.modelcontextprotocol/skills': { directoryRead: true } },
      resources: {},
    });
  });

  it('are listed with what their head says, and with a digest of each file', async () => {
    const { result } = await line.request('skills/list');
    const digest = expect.stringMatching(/^sha256:[0-9a-f]{64}$/);
    expect(result?.['skills']).toEqual([
      {
        uri,
        frontmatter: {
          name: 'count-words',
          description: 'Count the words of a text. Use it when a length matters.',
        },
        resources: [
          { uri, digest, size: expect.any(Number) },
          { uri: script, digest, size: 6 },
        ],
      },
    ]);
    if (era === 'stateless') expect(result).toMatchObject({ ttlMs: 60_000, cacheScope: 'private' });
    else expect(result).not.toHaveProperty('ttlMs');
  });

  it('can be got one by one', async () => {
    expect((await line.request('skills/get', { uri })).result).toMatchObject({ skill: { uri } });
    expect((await line.request('skills/get', { uri: script })).error?.code).toBe(-32_602);
    expect((await line.request('skills/get')).error).toBeDefined();
  });

  it('are resources: each SKILL.md is listed, every file can be read', async () => {
    const { resources } = (await line.request('resources/list')).result!;
    expect(resources).toEqual([
      {
        uri,
        name: 'count-words',
        description: 'Count the words of a text. Use it when a length matters.',
        mimeType: 'text/markdown',
      },
    ]);
    const read = async (of: string) =>
      (await line.request('resources/read', { uri: of })).result?.['contents'];
    expect(await read(uri)).toEqual([
      { uri, mimeType: 'text/markdown', text: expect.stringMatching(/^---\nname: count-words/) },
    ]);
    expect(await read(script)).toEqual([{ uri: script, mimeType: expect.any(String), text: 'wc -w\n' }]);
    for (const away of ['skill://count-words/none.txt', 'skill://count-words/../../bad/no-head/SKILL.md'])
      expect((await line.request('resources/read', { uri: away })).error?.code).toBe(-32_602);
  });

  it('have folders that can be read', async () => {
    const { result } = await line.request('resources/directory/read', { uri: 'skill://count-words' });
    const uris = (result?.['resources'] as { uri: string }[]).map((child) => child.uri);
    expect(uris).toEqual(expect.arrayContaining([uri]));
  });
});

it('guards of the application stand before the methods of an extension', async () => {
  const app = await create([() => false]);
  const line = await RawLine.open(app, 'stateless');
  expect((await line.request('skills/list')).error).toBeDefined();
  await line.close();
  await app.close();
});

it('a server without skills has none of their methods', async () => {
  @Module({})
  class Unskilled {}
  const app = await PorticoFactory.create(Unskilled, { name: 'x', version: '1.0.0', log: silentLog });
  const line = await RawLine.open(app, 'stateless');
  expect((await line.request('skills/list')).error?.code).toBe(-32_601);
  await line.close();
  await app.close();
});

it.each(['bad', 'nowhere'])('the folder %s is refused, with the reason', async (name) => {
  await expect(SkillsModule.forRoot({ folder: folder(name) })).rejects.toMatchObject({
    code: 'PORTICO_SKILLS',
    message: expect.stringMatching(name === 'bad' ? /no-head/ : /nowhere/),
  });
});
