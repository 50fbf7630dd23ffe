import { expect, test } from '@jest/globals';
import { nearest } from '../../src/common/nearest.js';

const names = ['listOrders', 'listOrder', 'cancelOrder', 'report', 'get', 'set'];

test.each<[string, string[]]>([
  ['listOrdres', ['listOrders', 'listOrder']],
  ['LISTORDERS', ['listOrders', 'listOrder']],
  ['cancel_order', ['cancelOrder']],
  ['raport', ['report']],
  ['got', ['get', 'set']],
  ['somethingElse', []],
  ['', []],
])('%j looks like %j', (wrong, expected) => {
  expect(nearest(wrong, names)).toEqual(expected);
});

test('three at most, best first, and in order where they are alike', () => {
  expect(nearest('tool0', ['tool1', 'tool2', 'tool3', 'tool0a', 'tool'])).toEqual([
    'tool1',
    'tool2',
    'tool3',
  ]);
  expect(nearest('abcdef', ['abcxyf', 'abcdeg', 'abcdex'])).toEqual(['abcdeg', 'abcdex', 'abcxyf']);
});

test('long names cost no more than short ones', () => {
  const long = 'x'.repeat(100_000);
  expect(nearest(long, [long])).toEqual([long]);
});
