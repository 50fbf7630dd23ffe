import { describe, expect, test } from '@jest/globals';
import { Module, PorticoFactory, StartupError, type PorticoOptions } from 'portico';

@Module()
class AppModule {}

const problemsWith = async (options: unknown) => {
  const error: unknown = await PorticoFactory.create(AppModule, options as PorticoOptions).catch(
    (reason: unknown) => reason,
  );
  if (!(error instanceof StartupError)) throw new Error('It started.', { cause: error });
  return error.problems;
};

/** What TypeScript would have said. */
describe('a server without a name', () => {
  test.each([
    ['options', undefined, ['name', 'version']],
    ['name', { version: '1.0.0' }, ['name']],
    ['a version that is text', { name: 'orders', version: 1 }, ['version']],
    ['a name of any letters', { name: '', version: '1.0.0' }, ['name']],
  ])('does not start without %s', async (_what, options, missing) => {
    const problems = await problemsWith(options);
    expect(problems).toEqual(
      missing.map((key) => ({
        code: 'PORTICO_SERVER_NAME',
        where: `PorticoOptions.${key}`,
        problem: expect.stringContaining('handshake'),
        cure: expect.stringContaining('PorticoFactory.create('),
      })),
    );
  });

  test('is told it with all other mistakes', async () => {
    const problems = await problemsWith({ ping: 'soon' });
    expect(problems.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['PORTICO_SERVER_NAME', 'PORTICO_DURATION']),
    );
  });
});
