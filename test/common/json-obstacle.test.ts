import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { jsonObstacle } from '../../src/common/json-value.js';

class Point {
  constructor(readonly x: number) {}
}
class PointList extends Map {}
class Dated {
  toJSON() {
    return 1;
  }
}

const cycle: unknown[] = [];
cycle.push({ back: cycle });
const shared = { a: 1 };

describe('what JSON carries as it is', () => {
  test.each([
    ...[null, true, 'text', 0, -0, 1.5, [], {}, [null], { a: undefined }, { a: [{ b: 'c' }] }],
    Object.assign(Object.create(null) as object, { a: 1 }),
    [shared, shared],
    { a: shared, b: [shared] },
  ])('%j', (value) => {
    expect(jsonObstacle(value)).toBeUndefined();
  });

  test('any JSON value', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => jsonObstacle(value) === undefined));
  });
});

describe('what it does not', () => {
  test.each<[unknown, string, string]>([
    [undefined, '', 'undefined'],
    [NaN, '', 'the number NaN'],
    [{ a: -Infinity }, 'a', 'the number -Infinity'],
    [[1n], '[0]', 'a BigInt'],
    [{ a: [{ b: () => 1 }] }, 'a[0].b', 'a function'],
    [{ a: Symbol('s') }, 'a', 'a symbol'],
    [[1, undefined], '[1]', 'undefined'],
    [[1, , 2], '[1]', 'undefined'], // eslint-disable-line no-sparse-arrays -- a hole is what is meant
    [cycle, '[0].back', 'a reference to an object that contains it'],
    [new Map(), '', 'an instance of Map'],
    [{ a: new Set() }, 'a', 'an instance of Set'],
    [{ a: new Point(1) }, 'a', 'an instance of Point'],
    [new Date(0), '', 'an instance of Date'],
    [Object.create(Object.create(null) as object), '', 'an instance of a class without a name'],
  ])('%# has its place and its kind told', (value, path, what) => {
    expect(jsonObstacle(value)).toEqual({ path, what });
  });
});

describe('where instances only go out', () => {
  test.each([new Point(1), new Date(0), { a: [new Point(1)] }, new Dated(), { a: new Dated() }])(
    '%j is carried',
    (value) => {
      expect(jsonObstacle(value, 'accept')).toBeUndefined();
    },
  );

  test.each<[unknown, string, string]>([
    [new Map(), '', 'an instance of Map'],
    [{ a: new PointList() }, 'a', 'an instance of PointList'],
    [[new Set()], '[0]', 'an instance of Set'],
    [{ a: Promise.resolve() }, 'a', 'an instance of Promise'],
    [{ reason: new TypeError('lost') }, 'reason', 'an instance of TypeError'],
    [Object.assign(new Point(1), { y: 1n }), 'y', 'a BigInt'],
  ])('%# would lose what it holds', (value, path, what) => {
    expect(jsonObstacle(value, 'accept')).toEqual({ path, what });
  });
});
