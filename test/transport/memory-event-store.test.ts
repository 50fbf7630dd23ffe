import { describe, expect, jest, test } from '@jest/globals';
import { MemoryEventStore } from '../../src/transport/http/index.js';

function replayed(store: MemoryEventStore, session: string, id: string): string[] {
  const found: string[] = [];
  store.replayAfter(session, id, (_id, data) => found.push(data));
  return found;
}

describe('the event store in memory', () => {
  test('keeps sessions and streams apart, and ids unique', () => {
    const store = new MemoryEventStore();
    const ids = ['s', 't'].flatMap((session) =>
      ['x', 'y'].flatMap((stream) =>
        [0, 1].map((n) => store.append(session, stream, `${session}${stream}${n}`)),
      ),
    );
    expect(new Set(ids).size).toBe(8);
    expect(replayed(store, 's', ids[0]!)).toEqual(['sx1']);
    expect(replayed(store, 's', ids[1]!)).toEqual([]);
    expect(store.streamOf('s', ids[2]!)).toBe('y');
    expect(store.streamOf('t', ids[2]!)).toBeUndefined();
    expect(replayed(store, 't', ids[0]!)).toEqual([]);
  });

  test('forgets a session that has ended', () => {
    const store = new MemoryEventStore();
    const id = store.append('s', 'x', 'a');
    store.forget('s');
    store.forget('s');
    expect(store.streamOf('s', id)).toBeUndefined();
  });

  test('drops the oldest events of a session that has too many, or too much', () => {
    const few = new MemoryEventStore({ maxEvents: 2 });
    const [a, b] = ['a', 'b', 'c'].map((data) => few.append('s', 'x', data));
    expect([few.streamOf('s', a!), few.streamOf('s', b!)]).toEqual([undefined, 'x']);
    const small = new MemoryEventStore({ maxBytes: 2_000 });
    const [first, second] = [0, 1].map(() => small.append('s', 'x', 'x'.repeat(1_000)));
    expect([small.streamOf('s', first!), small.streamOf('s', second!)]).toEqual([undefined, 'x']);
  });

  test('does not keep an event that is too large by itself', () => {
    const store = new MemoryEventStore({ maxBytes: 1_000 });
    const id = store.append('s', 'x', 'x'.repeat(2_000));
    expect(store.streamOf('s', id)).toBeUndefined();
  });

  test('drops the oldest of all when all together are too much', () => {
    const store = new MemoryEventStore({ maxTotalBytes: 3_000 });
    const ids = ['r', 's', 't'].map((session) => store.append(session, 'x', 'x'.repeat(1_000)));
    expect(ids.map((id, n) => store.streamOf('rst'[n]!, id))).toEqual([undefined, 'x', 'x']);
  });

  test('drops what is too old', () => {
    jest.useFakeTimers();
    try {
      const store = new MemoryEventStore({ maxAge: 1_000 });
      const id = store.append('s', 'x', 'a');
      jest.advanceTimersByTime(999);
      expect(store.streamOf('s', id)).toBe('x');
      jest.advanceTimersByTime(2);
      expect(store.streamOf('s', id)).toBeUndefined();
    } finally {
      jest.useRealTimers();
    }
  });
});
