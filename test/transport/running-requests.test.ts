import { expect, test } from '@jest/globals';
import { silentLog } from 'portico';
import type { Outlet, Reply } from '../../src/protocol/hot/outlet.js';
import type { Line } from '../../src/protocol/line.js';
import { RunningRequests, type Accepted } from '../../src/protocol/running-requests.js';

class Request implements Accepted {
  outlet!: Outlet;
  earlier: Accepted | undefined;
  later: Accepted | undefined;
  readonly ends: (Reply | undefined)[] = [];
  answer!: (reply: Reply) => void;

  constructor(
    readonly id: number,
    readonly hangUp: () => void = () => {},
  ) {}

  runIn(running: RunningRequests<Request>): this {
    const outlet = { end: (reply: Reply | undefined) => this.ends.push(reply) } as unknown as Outlet;
    const reply = new Promise<Reply>((resolve) => (this.answer = resolve));
    running.run(this, outlet, { answer: () => reply }, {} as Line);
    return this;
  }
}

test('the last of several with one id is found, and none that was answered', async () => {
  const running = new RunningRequests<Request>(silentLog);
  const [first, second, other] = [new Request(1), new Request(1), new Request(2)].map((one) =>
    one.runIn(running),
  );
  expect(running.find(1)).toBe(second);
  second!.answer({ text: 'two' });
  await new Promise(setImmediate);
  expect(second!.ends).toEqual([{ text: 'two' }]);
  expect(running.find(1)).toBe(first);
  first!.answer({ text: 'one' });
  await new Promise(setImmediate);
  expect([running.find(1), running.find(2)]).toEqual([undefined, other]);
  expect([first!.earlier, first!.later, other!.earlier, other!.later]).toEqual(Array(4).fill(undefined));
});

test('who hangs up reaches those that begin meanwhile, and each once', () => {
  const running = new RunningRequests<Request>(silentLog);
  const late = new Request(3);
  const first = new Request(1).runIn(running);
  const second = new Request(2, () => void late.runIn(running)).runIn(running);
  running.hangUp();
  expect([first, second, late].map(({ ends }) => ends)).toEqual([[undefined], [undefined], [undefined]]);
  expect(running.find(3)).toBeUndefined();
});
