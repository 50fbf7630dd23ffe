import { describe, expect, test } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { lines, useLine } from '../support/lines.js';
import { LibraryModule } from './reading.fixture.js';

describe.each(lines)('resources, by $name', (line) => {
  const used = useLine(line, LibraryModule);

  async function read(uri: string) {
    const { contents } = await used.client.readResource(uri);
    expect(contents).toHaveLength(1);
    return contents[0] as { uri: string; mimeType: string; text: string; blob: string };
  }
  const json = async (uri: string) => JSON.parse((await read(uri)).text) as unknown;

  test.each([
    ['about://server', 'text/plain', 'about'],
    ['library://motto', 'text/plain', 'Read "more"'],
    ['library://markdown', 'text/markdown', '# Title'],
    ['library://empty', 'text/plain', ''],
    ['library://catalogue', 'application/json', '{"books":[{"id":1,"title":"Emma"}]}'],
    ['library://list', 'application/json', '["Emma","Persuasion"]'],
    ['library://count', 'application/json', '0'],
  ])('%s is read as %s', async (uri, mimeType, text) => {
    expect(await read(uri)).toEqual({ uri, mimeType, text });
  });

  test.each([
    ['library://logo', 'image/png', [0, 1, 2, 250, 255]],
    ['library://buffer', 'application/octet-stream', [...Buffer.from('bytes')]],
  ])('the bytes of %s arrive in base64', async (uri, mimeType, bytes) => {
    const { blob, ...rest } = await read(uri);
    expect(rest).toEqual({ uri, mimeType });
    expect([...Buffer.from(blob, 'base64')]).toEqual(bytes);
  });

  test('the variable of a template reaches the method, decoded', async () => {
    const uri = 'library://books/Sense%20%26%20%C3%84sthetik%2F1';
    expect(await read(uri)).toEqual({
      uri,
      mimeType: 'application/json',
      text: '{"title":"Sense & Ästhetik/1"}',
    });
  });

  test('variables are given as the types of the parameters ask, in any order', async () => {
    expect(await json('library://years/1815/12')).toEqual({
      year: 1815,
      month: 12,
      isNumber: true,
      via: line.client.info.name,
    });
    expect(await json('library://flags/true')).toEqual({ flag: true });
    expect(await json('library://flags/false')).toEqual({ flag: false });
  });

  test.each([
    ['library://years/next/12', 'year: must be a number'],
    ['library://flags/maybe', 'flag: must be true or false'],
  ])('%s: what the type does not allow is told', async (uri, message) => {
    await expect(used.client.readResource(uri)).rejects.toMatchObject({
      code: -32602,
      message: expect.stringContaining(message),
    });
  });

  test('a variable may take the rest of the path', async () => {
    expect((await read('library://files/a/b%20c/d.txt')).text).toBe('a/b c/d.txt');
  });

  test('variables of the query may be absent, and come in any order', async () => {
    expect(await json('library://search?limit=5&q=emma')).toEqual({ q: 'emma', limit: 5 });
    expect(await json('library://search?q=a%26b')).toEqual({ q: 'a&b' });
    expect(await json('library://search')).toEqual({});
  });

  test('the variables may be a DTO, which is validated and has its defaults', async () => {
    expect(await json('library://pages/3')).toEqual({ page: 3, order: 'asc', isDto: true });
    expect(await json('library://pages/3?order=desc')).toEqual({ page: 3, order: 'desc', isDto: true });
    await expect(used.client.readResource('library://pages/0')).rejects.toMatchObject({
      code: -32602,
      message: expect.stringContaining('page: '),
    });
  });

  test.each([
    'library://books/',
    'library://books/a/b',
    'library://unknown',
    'other://motto',
    'library://motto/x',
  ])('%s is not found', async (uri) => {
    await expect(used.client.readResource(uri)).rejects.toMatchObject({ code: -32602, data: { uri } });
  });

  test('what JSON cannot carry is an error whose place only the log tells', async () => {
    const error = await used.client.readResource('library://bigint').catch((error: unknown) => error);
    const [, id] = /error id ([0-9a-f]{12})/.exec(String(error))!;
    await eventually(() => expect(used.server.log()).toContain(`error ${id} in LibraryResources.bigint:`));
    await eventually(() => expect(used.server.log()).toContain('books[0].price is a BigInt'));
  });

  test('the list tells the resources in the order of their declaration', async () => {
    const resources = await used.client.listResources();
    expect(resources.map(({ uri }) => uri)).toEqual([
      'about://server',
      ...['motto', 'markdown', 'catalogue', 'list', 'count', 'empty', 'logo', 'buffer', 'bigint'].map(
        (name) => `library://${name}`,
      ),
    ]);
    expect(resources[0]).toEqual({
      uri: 'about://server',
      name: 'about',
      title: 'About',
      description: 'About this server',
      size: 5,
    });
    expect(resources[7]).toEqual({ uri: 'library://logo', name: 'logo', mimeType: 'image/png' });
  });

  test('the list tells the templates in the order of their declaration', async () => {
    const [book, ...rest] = await used.client.listResourceTemplates();
    expect(book).toEqual({
      uriTemplate: 'library://books/{title}',
      name: 'book',
      title: 'A book',
      description: 'One book, by its title',
      mimeType: 'application/json',
      annotations: { audience: ['user'], priority: 0.5 },
    });
    expect(rest.map(({ name }) => name)).toEqual(['year', 'flag', 'file', 'search', 'page']);
  });
});
