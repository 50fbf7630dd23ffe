import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { AsyncLocalStorage } from 'node:async_hooks';
import { after, caught, finished, type Eventually } from '../../src/common/eventually.js';
import { Later } from '../../src/common/later.js';

/** Each stage as often as it was passed, and what it was given. */
type Trail = string[];

const soon = <T>(value: T): Promise<T> => new Promise((resolve) => setImmediate(() => resolve(value)));
const failing = (message: string): Promise<never> => soon(0).then(() => Promise.reject(new Error(message)));

/** The same stages around a value that is there, a promise, and a value that itself comes of stages. */
const ways: readonly (readonly [string, <T>(value: T) => Eventually<T>])[] = [
  ['at once', (value) => value],
  ['later', (value) => soon(value)],
  ['after other stages', (value) => after(soon(value), (given) => given)],
  ['twice later', (value) => after(soon(value), (given) => soon(given))],
  ['as a foreign promise', (value) => ({ then: (tell: never) => soon(value).then(tell) })],
];

describe.each(ways)('stages around a value that is there %s', (_, given) => {
  test('go on with it in their order', async () => {
    const trail: Trail = [];
    const outcome = finished(
      () =>
        caught(
          () => after(given(1), (value) => (trail.push(`next ${value}`), value + 1)),
          () => (trail.push('rescue'), 0),
        ),
      () => void trail.push('last'),
    );
    expect(await outcome).toBe(2);
    expect(trail).toEqual(['next 1', 'last']);
  });

  test('rescue what fails in them, and go on', async () => {
    const rescued = caught(
      () =>
        after(given(1), (): number => {
          throw new Error('broken');
        }),
      (error) => given(String(error).length),
    );
    expect(await after(rescued, (value) => value * 2)).toBe(2 * 'Error: broken'.length);
  });

  test('end with the failure of a rescue', async () => {
    const outcome = caught(
      () => after(given(1), () => failing('first')),
      (error) => failing(`second after ${(error as Error).message}`),
    );
    await expect(outcome).rejects.toThrow('second after first');
  });

  test('pass a failure on to the next that rescues, past those that would go on', async () => {
    const trail: Trail = [];
    const inner = after(
      after(given(1), () => failing('broken')),
      () => trail.push('never'),
    );
    const outcome = caught(
      () =>
        finished(
          () => inner,
          () => void trail.push('last'),
        ),
      (error) => (trail.push((error as Error).message), -1),
    );
    expect(await outcome).toBe(-1);
    expect(trail).toEqual(['last', 'broken']);
  });

  test('wait for what has to be done at the end, and fail with it', async () => {
    const trail: Trail = [];
    const slow = finished(
      () => given('value'),
      () => soon(undefined).then(() => void trail.push('last')),
    );
    const told = after(slow, (value) => (trail.push(value), value));
    await told;
    expect(trail).toEqual(['last', 'value']);
    await expect(
      (async () =>
        finished(
          () => given(1),
          () => failing('at the end'),
        ))(),
    ).rejects.toThrow('at the end');
  });

  test('are called once, also where several wait for the same', async () => {
    const trail: Trail = [];
    const shared = Later.of(Promise.resolve(given(1)).then((value) => value));
    const common = shared.after((value) => (trail.push('common'), value));
    const each = [
      common.followed(
        (value) => value + 1,
        () => 0,
      ),
      common.followed(
        (value) => value + 2,
        () => 0,
      ),
    ];
    expect(await Promise.all([...each, common])).toEqual([2, 3, 1]);
    expect(trail).toEqual(['common']);
  });
});

test('what follows stands in one turn, and is there at once where the value is', async () => {
  const trail: Trail = [];
  const later = Later.of(soon(1));
  const followed = later
    .after((value) => value + 1)
    .after((value) => value + 1)
    .after((value) => value + 1);
  followed.followed(
    (value) => trail.push(`followed ${value}`),
    () => 0,
  );
  process.nextTick(() => trail.push('not yet'));
  await followed;
  followed.followed(
    (value) => trail.push(`at once ${value}`),
    () => 0,
  );
  expect(trail).toEqual(['not yet', 'followed 4', 'at once 4']);
});

test('a frame is around all that follows, and around nothing before', async () => {
  const storage = new AsyncLocalStorage<string | undefined>();
  const trail: Trail = [];
  const note = <T>(value: T): T => (trail.push(`${String(value)}: ${storage.getStore()}`), value);
  const inner = storage.run('inner', () => after(soon('inside'), note));
  const framed = Later.of(inner as PromiseLike<string>).within((follow) => storage.run('outer', follow));
  const outer = after(framed, () => note('outside'));
  await caught(
    () => after(outer, () => failing('x')),
    () => note('rescued'),
  );
  expect(trail).toEqual(['inside: inner', 'outside: outer', 'rescued: outer']);
});

test('what has come instead of the value stands, whatever the value is then', async () => {
  const trail: Trail = [];
  let tell!: (value: string) => void;
  const value = new Promise<string>((resolve) => (tell = resolve));
  const later = Later.of(value).followed(
    (given) => (trail.push(given), given),
    () => 'rescued',
  );
  expect(later.isOpen).toBe(true);
  later.overtake(soon('instead'));
  expect(later.isOpen).toBe(false);
  tell('the value');
  expect(await later).toBe('instead');
  expect(await later).toBe('instead');
  expect(trail).toEqual([]);
});

describe('a failure', () => {
  /** Of a rejected promise that stays unheard Node tells; the runner would take it for a failure of the test. */
  const watched = () => {
    const make = Promise.reject.bind(Promise) as (reason: unknown) => Promise<never>;
    return jest.spyOn(Promise, 'reject').mockImplementation((reason: unknown) => {
      const rejected = make(reason);
      rejected.catch(() => {});
      return rejected;
    });
  };
  const given = async (): Promise<never> => {
    await soon(0);
    throw new Error('broken');
  };
  afterEach(() => void jest.restoreAllMocks());

  test('that nobody waits for becomes a rejected promise', async () => {
    const reject = watched();
    after(given(), (value) => value);
    await soon(0);
    await soon(0);
    expect(reject.mock.calls).toEqual([[new Error('broken')]]);
  });

  test('that somebody waits for does not', async () => {
    const reject = watched();
    const heard: unknown[] = [];
    caught(
      () => after(given(), (value) => value),
      (error) => void heard.push(error),
    );
    await soon(0);
    await soon(0);
    expect(heard).toEqual([new Error('broken')]);
    expect(reject).not.toHaveBeenCalled();
  });

  test('is heard by who comes later', async () => {
    const later = after(given(), (value) => value);
    await expect((async () => later)()).rejects.toThrow('broken');
    await expect((async () => later)()).rejects.toThrow('broken');
  });
});

describe('a promise with something of its own', () => {
  const own = (property: string, descriptor: PropertyDescriptor): Promise<string> =>
    Object.defineProperty(Promise.resolve('value'), property, descriptor);

  test('a `then` counts as little as it does to `await`', async () => {
    const then = (resolve: (value: string) => void) => (resolve('first'), resolve('second'));
    const promise = own('then', { value: then });
    expect(await promise).toBe('value');
    expect(await after(promise, (value) => value)).toBe('value');
  });

  test('a `constructor` that throws is a failure', async () => {
    const get = () => {
      throw new Error('broken');
    };
    const outcome = caught(
      () => after(soon(0), () => own('constructor', { get })),
      (error) => `rescued: ${(error as Error).message}`,
    );
    expect(await outcome).toBe('rescued: broken');
  });
});
