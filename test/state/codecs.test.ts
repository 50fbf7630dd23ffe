import { describe, expect, test } from '@jest/globals';
import { PorticoFactory, classCodec, silentLog, Module, type StateCodec } from 'portico';
import { CodecRegistry } from '../../src/context/state/codecs/codec-registry.js';
import { decode } from '../../src/context/state/codecs/decode.js';
import { encode } from '../../src/context/state/codecs/encode.js';

class Point {
  constructor(
    readonly x: number,
    readonly y: number,
  ) {}
}

class Shape {
  corners: Point[] = [];
}

const point: StateCodec<Point> = {
  name: 'point',
  type: Point,
  encode: ({ x, y }) => {
    if (x < 0) throw new Error('a point outside');
    return [x, y];
  },
  decode: (data) => {
    const [x, y] = data as [number, number];
    if (y === 13) throw new Error('unlucky');
    return new Point(x, y);
  },
};

const registry = new CodecRegistry([point, classCodec(Shape)]);

@Module({})
class Empty {}

describe('a codec', () => {
  test('of one class may hold what has another', () => {
    const shape = Object.assign(new Shape(), { corners: [new Point(1, 2)] });
    expect(encode(shape, registry)).toBe('{"$":["Shape",{"corners":[{"$":["point",[1,2]]}]}]}');
    expect(decode(encode(shape, registry), registry)).toStrictEqual(shape);
  });

  test('that refuses a value is told, with the path', () => {
    expect(() => encode({ at: [new Point(-1, 0)] }, registry)).toThrow(
      "at[0] is a point outside (said the codec 'point')",
    );
  });

  test('that is missing or fails when a value is read is told', () => {
    const text = encode(new Point(1, 13), registry);
    const code = 'PORTICO_STATE_CODEC';
    const missing = expect.stringMatching(/codec 'point', which this application has not.*state\.codecs/);
    expect(() => decode(text, new CodecRegistry())).toThrow(
      expect.objectContaining({ code, message: missing }),
    );
    const fails = expect.stringMatching(/the codec 'point' could not read it/);
    expect(() => decode(text, registry)).toThrow(expect.objectContaining({ code, message: fails }));
  });

  test('a text that something else wrote is told', () => {
    expect(() => decode('half', registry)).toThrow(expect.objectContaining({ code: 'PORTICO_STATE_CODEC' }));
  });

  test.each<[string, StateCodec<Point>[]]>([
    ["the name 'point' is taken", [point, { ...point, type: class Other extends Point {} }]],
    ["two codecs for Point ('point' and 'other')", [point, { ...point, name: 'other' }]],
    ["the name 'date' is taken", [{ ...point, name: 'date' }]],
    ["the name 'object' is taken", [{ ...point, name: 'object' }]],
  ])('%s: the application does not start', async (problem, codecs) => {
    const options = { name: 'test', version: '1.0.0', log: silentLog, state: { codecs } };
    await expect(PorticoFactory.create(Empty, options)).rejects.toMatchObject({
      code: 'PORTICO_STATE_CODEC',
      message: expect.stringContaining(problem),
    });
  });

  test('plain data is plain JSON in the store', () => {
    const data = { a: [1, 'x', null, true], b: { c: undefined } };
    expect(encode(data, registry)).toBe(JSON.stringify(data));
  });
});
