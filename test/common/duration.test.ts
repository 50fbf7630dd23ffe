import { expect, test } from '@jest/globals';
import { milliseconds, type Duration } from '../../src/common/duration.js';

test.each<[Duration, number]>([
  [1, 1],
  [0.5, 0.5],
  ['500ms', 500],
  ['30s', 30_000],
  ['1.5s', 1_500],
  ['10m', 600_000],
  ['24h', 86_400_000],
  ['7d', 604_800_000],
])('%j is %d ms', (duration, expected) => {
  expect(milliseconds(duration)).toBe(expected);
});

test.each([
  0,
  -1,
  NaN,
  Infinity,
  '',
  '5',
  's',
  '0s',
  '-5s',
  '1 s',
  '1S',
  '1w',
  '1h30m',
  ' 1s',
  '1e3s',
  null,
  undefined,
  {},
])('%j is no duration', (duration) => {
  expect(() => milliseconds(duration as Duration)).toThrow(
    expect.objectContaining({
      code: 'PORTICO_DURATION',
      message: expect.stringContaining("Use milliseconds, or a text such as '500ms'"),
    }),
  );
});
