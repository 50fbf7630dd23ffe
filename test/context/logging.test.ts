import { describe, expect, test } from '@jest/globals';
import { lines, useLine } from '../support/lines.js';
import { LoggingModule } from './logging.fixture.js';

const levels = ['debug', 'info', 'notice', 'warning', 'error', 'critical', 'alert', 'emergency'];

describe.each(lines)('log messages, by $name', (line) => {
  const used = useLine(line, LoggingModule);

  /** What arrives while `work` is done; messages arrive before the result they belong to. */
  async function logsDuring(work: () => Promise<unknown>) {
    const before = used.client.logs.length;
    await work();
    return used.client.logs.slice(before);
  }

  test('all nine methods arrive, in order, with level and data', async () => {
    const logs = await logsDuring(() => used.client.callTool('allLevels'));
    expect(logs).toEqual([
      { level: 'debug', data: { message: 'by log', data: { n: 0 } } },
      ...levels.map((level, i) => ({ level, data: { message: level, data: { n: i + 1 } } })),
    ]);
  });

  test('a message alone is its own data; data may be any JSON value, and a logger may be named', async () => {
    const logs = await logsDuring(() => used.client.callTool('options'));
    expect(logs).toEqual([
      { level: 'info', data: 'plain' },
      { level: 'info', data: 'named', logger: 'orders' },
      {
        level: 'warning',
        data: { message: 'named with data', data: ['a', 1, null] },
        logger: 'orders.payment',
      },
      { level: 'info', data: { message: 'falsy', data: 0 } },
    ]);
  });

  test('resources and prompts log too', async () => {
    const logs = await logsDuring(async () => {
      await used.client.readResource('logs://seven');
      await used.client.getPrompt('prompt');
    });
    expect(logs.map(({ data }) => data)).toEqual(['reading seven', 'rendering']);
  });

  test('the client decides from which level on', async () => {
    await used.client.setLogLevel('error');
    const logs = await logsDuring(() => used.client.callTool('allLevels'));
    await used.client.setLogLevel('debug');
    expect(logs.map(({ level }) => level)).toEqual(['error', 'critical', 'alert', 'emergency']);
  });

  test('a level the protocol does not know is an error that lists those it knows', async () => {
    expect((await used.client.callTool('badLevel')).structuredContent).toEqual({
      code: 'PORTICO_LOG_LEVEL',
      message: expect.stringContaining(`'loud' is not a log level. Use one of ${levels.join(', ')}.`),
    });
  });
});
