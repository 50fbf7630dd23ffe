import { afterEach, expect, test } from '@jest/globals';
import { Agent, request } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { eventually } from '../support/eventually.js';
import { callRequest, RawSession } from './support/raw-session.js';
import { closeAll, serve, type Served } from './support/serve.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const agent = new Agent({ keepAlive: true, maxSockets: 8 });
afterEach(closeAll);

const SESSIONS = 500;
const DISCONNECTS = 200;
/** What a run may leave behind in all, in bytes. A session that stayed would be ten thousand. */
const TOLERANCE = 2 * 2 ** 20;

test(`${SESSIONS} sessions and ${DISCONNECTS} clients that hang up leave nothing behind`, async () => {
  const served = await serve({ resumability: true, keepAlive: 1_000 });
  await openAndClose(served, 50);
  await hangUpMidRequest(served, 20, 'warm-up');
  const before = await footprint();

  await openAndClose(served, SESSIONS);
  await hangUpMidRequest(served, DISCONNECTS, 'soak');
  const after = await footprint();

  expect(served.observed.servers.size).toBe(0);
  expect(after.handles).toEqual(before.handles);
  expect(after.heap - before.heap).toBeLessThan(TOLERANCE);
}, 60_000);

/** Sessions as they should be: opened, used on every kind of stream, ended. */
function openAndClose({ url }: Served, count: number): Promise<void> {
  return inTurns(count, async (n) => {
    const session = await RawSession.open(url, '2025-11-25', {}, {}, agent);
    const stream = n % 4 ? undefined : await session.listen();
    await session.call(n % 2 ? 'echo' : 'progress', { count: 2 });
    await session.end();
    await stream?.ended;
  });
}

/** Clients that go while their request is worked on: before the answer began, and in the middle of it. */
async function hangUpMidRequest(served: Served, count: number, name: string): Promise<void> {
  await inTurns(count, async (n) => {
    const session = await RawSession.open(served.url, '2025-11-25', {}, {}, agent);
    const gate = served.gate(`${name}-${n}`);
    const call = callRequest('wait', { gate: `${name}-${n}`, before: n % 2 });
    if (n % 2) (await session.postOpen(call)).hangUp();
    else await hangUpUnanswered(session, call, gate.reached);
    gate.release();
    await session.end();
  });
  const { gates, finished, aborted, ended } = served.observed;
  gates.clear();
  finished.length = aborted.length = ended.length = served.log.lines.length = 0;
}

async function hangUpUnanswered(session: RawSession, body: object, reached: Promise<void>): Promise<void> {
  const lost = request(session.url, {
    method: 'POST',
    agent: false,
    headers: session.head(),
  });
  const closed = new Promise((resolve) => lost.once('close', resolve));
  lost.on('error', () => {}).end(JSON.stringify(body));
  await reached;
  lost.destroy();
  await closed;
}

async function inTurns(count: number, work: (n: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: 8 }, worker));
}

/** Timers, sockets and servers by kind, and the heap in bytes, once everything has come to rest. */
async function footprint(): Promise<{ handles: Record<string, number>; heap: number }> {
  agent.destroy();
  const handles = await eventually(async () => {
    const found = activeHandles();
    expect(found).not.toHaveProperty('TCPSocketWrap');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(activeHandles()).toEqual(found);
    return found;
  }, 10_000);
  for (let n = 0; n < 4; n++) {
    collectGarbage();
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { handles, heap: process.memoryUsage().heapUsed };
}

function activeHandles(): Record<string, number> {
  const kinds: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) kinds[kind] = (kinds[kind] ?? 0) + 1;
  return kinds;
}
