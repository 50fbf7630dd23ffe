import { describe, expect, test } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { lines, localLines, onePerEra, useLine } from '../support/lines.js';
import { ErrorsModule } from './errors.fixture.js';

const ERROR_ID = /error id ([0-9a-f]{12})/;

describe.each(lines)('errors, by $name', (line) => {
  const used = useLine(line, ErrorsModule);

  /** The error id a client was told is in the log, with the error as it was thrown; the client got nothing of it. */
  async function expectMasked(answer: string, where: string, details: string): Promise<void> {
    const id = ERROR_ID.exec(answer)?.[1];
    expect(id).toBeDefined();
    await eventually(() => expect(used.server.log()).toContain(`error ${id} in ${where}:`));
    await eventually(() => expect(used.server.log().split(`error ${id} in ${where}:`)[1]).toContain(details));
    expect(JSON.stringify(used.client.received)).not.toContain('hunter2');
    expect(JSON.stringify(used.client.received)).not.toContain('errors.fixture');
  }

  test.each(['throwsError', 'rejects', 'throwsText'])(
    '%s: a client learns an id, the log everything',
    async (name) => {
      const result = await used.client.callTool(name);
      expect(result.isError).toBe(true);
      await expectMasked(JSON.stringify(result), `FailingComponents.${name}`, 'db password is hunter2');
    },
  );

  test('the cause of an error is in the log too', async () => {
    const result = await used.client.callTool('throwsError');
    await expectMasked(JSON.stringify(result), 'FailingComponents.throwsError', 'hunter2 again');
  });

  test('throwing nothing at all is an error as well', async () => {
    const result = await used.client.callTool('throwsNothing');
    expect(result.isError).toBe(true);
    await expectMasked(JSON.stringify(result), 'FailingComponents.throwsNothing', 'undefined');
  });

  test.each([
    ['userError', 'The cart is empty. Add an item first.'],
    ['notFound', 'There is no cart 7.'],
    ['forbidden', 'Only the owner may do this.'],
  ])('%s: the text of a user error reaches the model word for word', async (name, text) => {
    expect(await used.client.callTool(name)).toMatchObject({
      isError: true,
      content: [{ type: 'text', text }],
    });
    expect(JSON.stringify(used.client.received)).not.toContain('hunter2');
  });

  test('an error in a resource is a protocol error with an id', async () => {
    const error = await used.client.readResource('broken://secret').catch((error: unknown) => error);
    expect(error).toMatchObject({ code: -32603, message: expect.stringMatching(ERROR_ID) });
    await expectMasked(String(error), 'FailingComponents.brokenResource', 'db password is hunter2');
  });

  test('an error in a prompt is a protocol error with an id', async () => {
    const error = await used.client.getPrompt('brokenPrompt').catch((error: unknown) => error);
    expect(error).toMatchObject({ code: -32603, message: expect.stringMatching(ERROR_ID) });
    await expectMasked(String(error), 'FailingComponents.brokenPrompt', 'db password is hunter2');
  });

  test('what is no prompt is an error that the log explains', async () => {
    const error = await used.client.getPrompt('oddPrompt').catch((error: unknown) => error);
    expect(error).toMatchObject({ code: -32603 });
    await expectMasked(
      String(error),
      'FailingComponents.oddPrompt',
      'must return a text, or an array of { role:',
    );
  });

  test('a resource that is not found is told by its own code, with the URI', async () => {
    const code = -32602;
    await expect(used.client.readResource('orders://7')).rejects.toMatchObject({
      code,
      message: expect.stringContaining('There is no order 7.'),
      data: { uri: 'orders://7' },
    });
    await expect(used.client.readResource('empty://nothing')).rejects.toMatchObject({
      code,
      data: { uri: 'empty://nothing' },
    });
  });

  test('other user errors in resources and prompts tell their text, with a code of the application', async () => {
    await expect(used.client.readResource('vault://gold')).rejects.toMatchObject({
      code: -31000,
      message: expect.stringContaining('The vault is closed.'),
    });
    await expect(used.client.getPrompt('refusingPrompt')).rejects.toMatchObject({
      code: -31000,
      message: expect.stringContaining('Nothing to plan.'),
    });
  });

  test('the server goes on after errors', async () => {
    expect(await used.client.callTool('fine')).toMatchObject({ content: [{ type: 'text', text: 'fine' }] });
  });

  test.each([
    ['fin', "Unknown tool: fin. Did you mean 'fine'"],
    ['userEror', "Unknown tool: userEror. Did you mean 'userError'"],
    ['zzzzzzzzzz', 'Unknown tool: zzzzzzzzzz.'],
  ])('the unknown tool %s is a protocol error that names the nearest', async (name, message) => {
    await expect(used.client.callTool(name)).rejects.toMatchObject({
      code: -32602,
      message: expect.stringContaining(message),
    });
  });

  test('an unknown prompt is a protocol error that names the nearest', async () => {
    await expect(used.client.getPrompt('brokenPromt')).rejects.toMatchObject({
      code: -32602,
      message: expect.stringContaining("Unknown prompt: brokenPromt. Did you mean 'brokenPrompt'"),
    });
  });

  test('an unknown resource is a protocol error with the URI', async () => {
    await expect(used.client.readResource('nowhere://at/all')).rejects.toMatchObject({
      code: -32602,
      message: expect.stringContaining('nowhere://at/all'),
      data: { uri: 'nowhere://at/all' },
    });
  });
});

describe.each(onePerEra(localLines))('errors of a server under development, by $name', (line) => {
  const used = useLine(line, ErrorsModule, { development: true });

  test('tell their text and stack, and their id as ever', async () => {
    const { isError, content } = await used.client.callTool('throwsError');
    expect(isError).toBe(true);
    const { text } = content[0] as { text: string };
    expect(text).toMatch(
      /\(error id [0-9a-f]{12}\)\. Error: db password is hunter2\n\s+at .*FailingComponents\.throwsError/,
    );
    expect(used.server.log()).toContain(`error ${ERROR_ID.exec(text)![1]} in FailingComponents.throwsError:`);
    await expect(used.client.getPrompt('brokenPrompt')).rejects.toMatchObject({
      message: expect.stringContaining('hunter2'),
    });
  });
});
