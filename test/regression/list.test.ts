import { expect, test } from '@jest/globals';
import { listComponents } from '../../src/cli/list.js';

const list = (name: string) => listComponents(`${import.meta.dirname}/list-${name}.fixture.ts`);

test('the root is the module that no other one imports, wherever it stands in the file', async () => {
  const { rootModule } = await import('../../src/cli/root-module.js');
  const exported: Record<string, unknown> = { ...(await import('./list-root.fixture.js')) };
  expect(rootModule('file.js', Object.values(exported))).toBe(exported['RootModule']);
  expect(await list('root')).toContain('Orders.orders');
});

test('several that may be meant are named', async () => {
  await expect(list('several')).rejects.toMatchObject({
    code: 'PORTICO_SEVERAL_MODULES',
    message: expect.stringContaining('OneModule, OtherModule'),
  });
});

test('a module without components is said to offer nothing', async () => {
  expect(await list('empty')).toBe('EmptyModule: nothing offered\n');
});

test('a file that is not there is told with the way to name another', async () => {
  await expect(listComponents('dist/none.module.js')).rejects.toMatchObject({
    code: 'PORTICO_NO_MODULE',
    message: expect.stringContaining('dist/none.module.js is not there. Name the compiled file'),
  });
});
