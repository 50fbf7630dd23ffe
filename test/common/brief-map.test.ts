import { expect, test } from '@jest/globals';
import { BriefMap } from '../../src/common/brief-map.js';

test('what is taken out is gone', () => {
  const map = new BriefMap<string, number>();
  map.set('a', 1);
  map.set('b', 0);
  map.set('a', 2);
  expect([map.size, map.get('a'), map.has('b'), map.has('c')]).toEqual([2, 2, true, false]);
  expect([map.take('a'), map.take('a'), map.take('c')]).toEqual([2, undefined, undefined]);
  expect([map.size, map.get('a'), map.has('a')]).toEqual([1, undefined, false]);
});

test('all are taken out at once, in the order in which they came', () => {
  const map = new BriefMap<string | number, string>();
  for (const key of ['1', 1, 'x']) map.set(key, `${typeof key} ${key}`);
  expect(map.takeAll()).toEqual([
    ['1', 'string 1'],
    [1, 'number 1'],
    ['x', 'string x'],
  ]);
  expect([map.size, map.takeAll()]).toEqual([0, []]);
});
