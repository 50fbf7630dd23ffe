import { describe, expect, test } from '@jest/globals';
import { Context } from 'portico';
import { lines, useLine } from '../support/lines.js';
import { AmbientModule } from './ambient.fixture.js';

const outside = { code: 'PORTICO_NO_CONTEXT', message: expect.stringContaining('runInContext(ctx, fn)') };

describe.each(lines)('the context of the request that is running, by $name', (line) => {
  const used = useLine(line, AmbientModule);

  test('is found everywhere in it, by every way', async () => {
    expect((await used.client.callTool('same')).structuredContent).toEqual({
      current: true,
      constructed: true,
      service: true,
      serviceLater: true,
      timer: true,
    });
  });

  test('is not there when singletons are made and initialised', async () => {
    const { structuredContent } = await used.client.callTool('outside');
    expect(structuredContent).toEqual({ atConstruction: outside, atInit: outside });
  });

  test('a listener is outside of it, unless it is run in it', async () => {
    const { structuredContent } = await used.client.callTool('listener');
    expect(structuredContent).toEqual({ bare: outside, wrapped: true });
  });
});

test('outside of requests there is no context', () => {
  expect(() => Context.current()).toThrow(expect.objectContaining({ code: 'PORTICO_NO_CONTEXT' }));
});
