import { describe, expect, test } from '@jest/globals';
import { Expose, Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  Contains,
  IsArray,
  IsBoolean,
  IsDate,
  IsEnum,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsNotEmptyObject,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  NotContains,
  NotEquals,
  ValidateNested,
} from 'class-validator';
import { compileSchema, Describe, formatProblems, Schema } from '../../src/schema/index.js';
import { Colour, Drawing, Leaf, Level, Lists, Tree } from './support/dtos.js';
import { outcomeOf } from './support/outcome.js';

describe('a good value becomes an instance', () => {
  class Trip {
    @Length(1, 80) city!: string;
    @IsInt() days: number = 3;
    @IsOptional() @IsString() note?: string;
    @Describe('when') start!: Date;
    @ValidateNested() @Type(() => Leaf) leaf!: Leaf;
    @ValidateNested({ each: true }) @Type(() => Leaf) leaves!: Leaf[];
    @Describe({ description: 'd', default: ['x'] }) tags!: string[];

    get long(): boolean {
      return this.days > 10;
    }
  }
  const value = {
    city: 'Oslo',
    start: '2026-05-01T10:00:00Z',
    leaf: { text: 'ab' },
    leaves: [{ text: 'cd' }],
  };

  test('at once, with defaults, dates and instances inside', () => {
    const result = compileSchema<Trip>(Trip).parse(value);
    if (result instanceof Promise || !result.ok) throw new Error('it should be there at once');
    expect(result.value).toBeInstanceOf(Trip);
    expect(result.value.long).toBe(false);
    expect(result.value.start).toEqual(new Date('2026-05-01T10:00:00Z'));
    expect(result.value.leaf).toBeInstanceOf(Leaf);
    expect(result.value.leaves[0]).toBeInstanceOf(Leaf);
    expect(result.value.tags).toEqual(['x']);
    expect('note' in result.value && result.value.note !== undefined).toBe(false);
  });

  test('a default is not shared between instances', async () => {
    const schema = compileSchema<Trip>(Trip);
    const [one, two] = await Promise.all([schema.parse(value), schema.parse(value)]);
    if (!one.ok || !two.ok) throw new Error('both are good');
    one.value.tags.push('y');
    expect(two.value.tags).toEqual(['x']);
  });

  test('what was given is not changed', async () => {
    const given = { shape: { kind: 'circle', radius: 1 } };
    await compileSchema(Drawing).parse(given);
    expect(given).toEqual({ shape: { kind: 'circle', radius: 1 } });
  });

  test('undefined is the same as left out', async () => {
    expect(await outcomeOf(Leaf, { text: 'ab', rank: undefined })).toEqual(
      Object.assign(new Leaf(), { text: 'ab' }),
    );
  });

  test('the member of a union is of the class its tag names', async () => {
    const drawing = (await outcomeOf(Drawing, { shape: { kind: 'square', side: 2 } })) as Drawing;
    expect(drawing.shape.constructor.name).toBe('Square');
    expect(drawing.shape.kind).toBe('square');
  });

  test('names are translated, and @Transform is applied after the schema', async () => {
    class Dto {
      @Expose({ name: 'full_name' })
      @Transform(({ value }) => String(value).trim())
      @Length(2, 20)
      name!: string;
      @Schema({ type: 'string' })
      @Transform(({ value }) => String(value).split(','))
      @IsString({ each: true })
      tags!: string[];
      @Schema({ type: 'string', pattern: '^\\d+$' }) @Type(() => Number) @IsInt() @Max(99) count!: number;
    }
    expect(await outcomeOf(Dto, { full_name: ' Ada ', tags: 'a,b', count: '42' })).toEqual(
      Object.assign(new Dto(), { name: 'Ada', tags: ['a', 'b'], count: 42 }),
    );
    expect(await outcomeOf(Dto, { full_name: '     ', tags: 'a', count: '100' })).toBe(
      'full_name: must be at least 2 characters long\ncount: must not be greater than 99',
    );
    expect(await outcomeOf(Dto, { name: 'Ada', tags: 'a', count: '1' })).toBe(
      'full_name: is required\nname: is not a known property',
    );
  });
});

describe('holes of class-validator that are closed', () => {
  test.each<[string, unknown, string]>([
    ['missing', undefined, 'leaf: is required'],
    ['null', null, 'leaf: must be an object'],
    ['an empty array', [], 'leaf: must be an object'],
    ['an array of good ones', [{ text: 'ab' }], 'leaf: must be an object'],
  ])('a nested object that is %s', async (_what, leaf, problems) => {
    class Dto {
      @ValidateNested() @Type(() => Leaf) leaf!: Leaf;
    }
    expect(await outcomeOf(Dto, { leaf })).toBe(problems);
  });

  test('an object in place of an array, and an array in place of an element', async () => {
    class Dto {
      @ValidateNested({ each: true }) @Type(() => Leaf) list!: Leaf[];
    }
    expect(await outcomeOf(Dto, { list: { text: 'ab' } })).toBe('list: must be an array');
    expect(await outcomeOf(Dto, { list: [[]] })).toBe('list[0]: must be an object');
  });

  test('the name of an enum member in place of its value', async () => {
    class Dto {
      @IsEnum(Level) level!: Level;
    }
    expect(await outcomeOf(Dto, { level: 'High' })).toBe('level: must be one of 0, 1');
    expect(await outcomeOf(Dto, { level: 1 })).toEqual(Object.assign(new Dto(), { level: 1 }));
  });

  test('null in place of nothing', async () => {
    expect(await outcomeOf(Leaf, { text: 'ab', rank: null })).toBe(
      'rank: must be an integer; leave it out rather than send null',
    );
  });

  test('one value in place of an array', async () => {
    class Dto {
      @IsString({ each: true }) tags!: string[];
    }
    expect(await outcomeOf(Dto, { tags: 'a' })).toBe('tags: must be an array');
  });

  test('numbers written with an exponent', async () => {
    class Dto {
      @IsNumber({ maxDecimalPlaces: 2 }) price!: number;
    }
    expect(await outcomeOf(Dto, { price: 1e-7 })).toBe('price: must have at most 2 decimal places');
    expect(await outcomeOf(Dto, { price: 1.25 })).toBeInstanceOf(Dto);
  });

  test('members that hide what every object has', async () => {
    class Dto {
      @IsNotEmptyObject() a!: object;
      @ArrayUnique() @IsObject({ each: true }) b!: object[];
    }
    const value: unknown = JSON.parse(
      '{"a":{"hasOwnProperty":1},"b":[{"toString":1},{"toString":1,"valueOf":2}]}',
    );
    expect(await outcomeOf(Dto, value)).toBeInstanceOf(Dto);
    expect(await outcomeOf(Dto, { a: {}, b: [{ toString: 1 }, { toString: 1 }] })).toBe(
      'a: must not be empty\nb: must not have the same element twice: [0] and [1] are equal',
    );
  });

  test('a date that does not exist', async () => {
    class Dto {
      @IsDate() @Type(() => Date) at!: Date;
      @Describe('more') @Type(() => Date) more: Date[] = [];
    }
    expect(await outcomeOf(Dto, { at: '2026-02-30T10:00:00Z' })).toBe(
      'at: must be a date and time such as 2026-01-31T12:00:00Z',
    );
    expect(await outcomeOf(Dto, { at: '2026-01-01T10:00:00Z', more: ['2016-12-31T23:59:60Z'] })).toBe(
      'more[0]: must be a real date and time',
    );
  });
});

describe('problems are told in plain English', () => {
  class Item {
    @IsString() @Length(2, 5) name!: string;
    @IsNumber() @Min(0) @Max(99) price!: number;
  }
  class Order {
    @IsArray() @ArrayMaxSize(2) @ValidateNested({ each: true }) @Type(() => Item) items!: Item[];
    @IsIn(['red', 'green']) colour!: string;
    @IsOptional() @IsBoolean() gift?: boolean;
    @IsOptional() @Matches(/^[a-z]+$/) slug?: string;
    @IsOptional() @NotEquals('x') @NotContains('y') @Contains('z') text?: string;
    @IsNotEmpty() title: string = 'T';
  }
  const good = { items: [], colour: 'red' };

  test.each<[unknown, string]>([
    [{ ...good, items: [{ name: 'ab', price: -1 }] }, 'items[0].price: must be at least 0'],
    [
      { ...good, items: [{ name: 'a', price: '1' }] },
      'items[0].name: must be at least 2 characters long\nitems[0].price: must be a number',
    ],
    [
      { ...good, items: [{ name: 'abcdef', price: 100 }] },
      'items[0].name: must be at most 5 characters long\nitems[0].price: must be at most 99',
    ],
    [
      { ...good, items: [1, 2, 3] },
      'items: must have at most 2 elements\nitems[0]: must be an object\nitems[1]: must be an object\nitems[2]: must be an object',
    ],
    [{ colour: 'blue' }, 'items: is required\ncolour: must be one of "red", "green"'],
    [
      { items: [], color: 'red' },
      'colour: is required\ncolor: is not a known property; did you mean colour?',
    ],
    [{ ...good, whatsoever: 1 }, 'whatsoever: is not a known property'],
    [{ ...good, 'a b': 1 }, '["a b"]: is not a known property'],
    [{ ...good, gift: 'yes' }, 'gift: must be true or false'],
    [{ ...good, slug: 'A' }, 'slug: must match the pattern ^[a-z]+$'],
    [{ ...good, text: 'x' }, 'text: must not be "x"\ntext: must match the pattern z'],
    [{ ...good, text: 'zy' }, 'text: must not match the pattern y'],
    [{ ...good, title: '' }, 'title: must not be empty'],
    [null, 'must be an object'],
    [[], 'must be an object'],
    ['{}', 'must be an object'],
    [undefined, 'must be an object'],
  ])('%j', async (value, problems) => {
    expect(await outcomeOf(Order, value)).toBe(problems);
  });

  test('of a choice of forms, by the form that was meant', async () => {
    expect(await outcomeOf(Drawing, { shape: { kind: 'cube' } })).toBe(
      'shape.kind: must be one of "circle", "square"',
    );
    expect(await outcomeOf(Drawing, { shape: { radius: 1 } })).toBe('shape.kind: is required');
    expect(await outcomeOf(Drawing, { shape: { kind: 'circle', radius: 0 } })).toBe(
      'shape.radius: must be greater than 0',
    );
    expect(await outcomeOf(Drawing, { shape: { kind: 'square', radius: 1 } })).toBe(
      'shape.side: is required\nshape.radius: is not a known property',
    );
    expect(await outcomeOf(Drawing, { shape: 5 })).toBe('shape: must be an object');
  });

  test('at most twenty of them', async () => {
    const problems = String(
      await outcomeOf(Lists, { tags: Array(50).fill(1), ids: Array(50).fill('x') }),
    ).split('\n');
    expect(problems).toHaveLength(21);
    expect(problems.at(-1)).toBe('has more that is wrong; the rest is not listed');
  });

  test('formatProblems writes one line each', () => {
    expect(formatProblems([])).toBe('');
    expect(
      formatProblems([
        { path: '', message: 'must be an object' },
        { path: 'a', message: 'is required' },
      ]),
    ).toBe('must be an object\na: is required');
  });
});

describe('hostile values', () => {
  test('do not reach any prototype', async () => {
    const value: unknown = JSON.parse('{"text":"ab","__proto__":{"admin":true}}');
    expect(await outcomeOf(Leaf, value)).toBe('__proto__: is not a known property');
    expect(
      await outcomeOf(Leaf, JSON.parse('{"text":"ab","constructor":{"prototype":{"admin":true}}}')),
    ).toBe('constructor: is not a known property');
    expect(await outcomeOf(Leaf, JSON.parse('{"text":"ab","prototype":1}'))).toBe(
      'prototype: is not a known property',
    );
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });

  test('a dangerous member is refused in a free object too', async () => {
    class Dto {
      @IsObject() free!: object;
    }
    expect(await outcomeOf(Dto, JSON.parse('{"free":{"list":[{"__proto__":1}]}}'))).toBe(
      'free.list[0].__proto__: is not a known property',
    );
    expect(await outcomeOf(Dto, { free: { constructor: 'Ferrari' } })).toBeInstanceOf(Dto);
  });

  test('members nobody declared never replace what the class has', async () => {
    @Schema({ additionalProperties: true })
    class Open {
      @IsString() name!: string;
      save(): string {
        return 'saved';
      }
    }
    const open = (await outcomeOf(Open, JSON.parse('{"name":"a","save":1,"more":2}'))) as Open & {
      more: number;
    };
    expect([open.save(), open.more]).toEqual(['saved', 2]);
  });

  test('too deep or too large is refused before anything recursive looks', async () => {
    let deep: unknown = { leaf: { text: 'ab' }, list: [] };
    for (let i = 0; i < 100_000; i++) deep = { leaf: { text: 'ab' }, list: [], next: deep };
    expect(await outcomeOf(Tree, deep)).toBe('must not be nested more than 64 levels deep');
    const tags = Array<string>(100_001).fill('a');
    expect(await outcomeOf(Lists, { tags, ids: [1] })).toBe(
      'must not have more than 100000 members and elements in all',
    );
    expect(await outcomeOf(Leaf, { text: 'ab', more: tags })).toBe(
      'must not have more than 100000 members and elements in all',
    );
    expect(await outcomeOf(Tree, { leaf: { text: 'ab' }, list: [] }, { maxDepth: 1 })).toBe(
      'must not be nested more than 1 levels deep',
    );
  });

  test('many different objects are compared in good time', async () => {
    class Dto {
      @ArrayUnique() @IsObject({ each: true }) list!: object[];
    }
    const list = Array.from({ length: 20_000 }, (_, i) => ({ i }));
    const started = Date.now();
    expect(await outcomeOf(Dto, { list: [...list, { i: 0 }] })).toBe(
      'list: must not have the same element twice: [0] and [20000] are equal',
    );
    expect(Date.now() - started).toBeLessThan(2_000);
  });
});

describe('coercion, where it is asked for', () => {
  class Query {
    @IsInt() page!: number;
    @IsNumber() ratio: number = 1;
    @IsBoolean() all: boolean = false;
    @IsString() text: string = '';
    @IsEnum(Level) level: Level = Level.Low;
    @IsEnum(Colour) colour: Colour = Colour.Red;
    @IsOptional() @IsInt({ each: true }) ids?: number[];
    @IsOptional() @ValidateNested() @Type(() => Query) next?: Query;
  }
  const coerce = { coerce: true };

  test('is off by default', async () => {
    expect(await outcomeOf(Query, { page: '1' })).toBe('page: must be an integer');
  });

  test('turns text into numbers and booleans', async () => {
    const value = {
      page: '7',
      ratio: '-1.5e2',
      all: 'true',
      text: '42',
      level: '1',
      ids: ['1', '2'],
      next: { page: '8' },
    };
    expect(await outcomeOf(Query, value, coerce)).toMatchObject({
      page: 7,
      ratio: -150,
      all: true,
      text: '42',
      level: 1,
      ids: [1, 2],
      next: { page: 8 },
    });
    expect(value.page).toBe('7');
  });

  test.each(['false', '0'])('%s is never true', async (all) => {
    expect(await outcomeOf(Query, { page: 1, all }, coerce)).toMatchObject({ all: false });
  });

  test.each<[unknown, string]>([
    [{ page: '' }, 'page: must be an integer'],
    [{ page: ' 1' }, 'page: must be an integer'],
    [{ page: '0x10' }, 'page: must be an integer'],
    [{ page: 'Infinity' }, 'page: must be an integer'],
    [{ page: '9007199254740993' }, 'page: must be an integer'],
    [{ page: '1.5' }, 'page: must be an integer'],
    [{ page: 1, all: 'yes' }, 'all: must be true or false'],
    [{ page: 1, all: 1 }, 'all: must be true or false'],
    [{ page: true }, 'page: must be an integer'],
    [{ page: 1, ids: '1' }, 'ids: must be an array'],
    [{ page: 1, text: 5 }, 'text: must be a string'],
  ])('%j stays what it is', async (value, problem) => {
    expect(await outcomeOf(Query, value, coerce)).toBe(problem);
  });
});
