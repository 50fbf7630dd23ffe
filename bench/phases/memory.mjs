/** What open sessions, closed sessions and calls leave in memory, and how many sessions are opened in a second. */
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Connection } from '../lib/connection.mjs';
import { OPERATIONS } from '../lib/messages.mjs';
import { load as loadOfMachine } from '../lib/proc.mjs';
import { isUp, start, stop } from '../lib/servers.mjs';
import { loadFor, slice } from '../lib/slice.mjs';
import { number, table } from '../lib/table.mjs';

const STEPS = [1_000, 5_000];
const WIDTH = 64;
const probe = fileURLToPath(new URL('../lib/heap-probe.mjs', import.meta.url));

export async function memorySection(contenders, say) {
  const rows = [];
  for (const contender of contenders.filter(({ modes }) => modes.includes('sessions'))) {
    rows.push(await rowOf(contender));
    say(`memory of ${contender.name}`);
  }
  const head = ['', 'RSS idle, MB', ...STEPS.map((count) => `RSS with ${number(count)} sessions, MB`)];
  return {
    title: 'Sessions in memory',
    text: [
      'After collecting garbage. Sessions are opened and closed by 64 clients at a time; calls are made in 16 sessions.',
      '',
      table(
        [...head, 'KiB per idle session', 'KiB kept per closed one', 'bytes kept per call', 'opened/s'],
        rows,
      ),
      '',
      `Load of the machine then: ${number(loadOfMachine(), 1)}.`,
    ].join('\n'),
  };
}

async function rowOf(contender) {
  const flags = ['--expose-gc', '--import', probe];
  const server = await start({ ...contender, flags, ipc: true }, 'sessions');
  try {
    await isUp(server);
    const memory = async () => {
      server.child.send('now');
      return (await once(server.child, 'message'))[0];
    };
    // What is compiled and cached once is no session's.
    await close(server, (await open(server, 200)).ids);
    const load = await loadFor(server);
    const { calls: warm } = await slice(server, load, OPERATIONS.echo, 16, { settle: 0, ms: 1_000 });
    const idle = await memory();
    const ids = [];
    const steps = [];
    let seconds = 0;
    for (const step of STEPS) {
      const opened = await open(server, step - ids.length);
      ids.push(...opened.ids);
      seconds += opened.seconds;
      steps.push(await memory());
    }
    await close(server, ids.slice());
    const closed = await memory();
    const { calls } = await slice(server, load, OPERATIONS.echo, 16, { settle: 0, ms: 4_000 });
    const called = await memory();
    const last = STEPS.at(-1);
    if (warm === 0) throw new Error(`${contender.name} answered nothing in a second.`);
    return [
      `\`${contender.name}\``,
      number(idle.rss / 2 ** 20),
      ...steps.map(({ rss }) => number(rss / 2 ** 20)),
      number((steps.at(-1).heap - idle.heap) / last / 1024, 2),
      number((closed.heap - idle.heap) / last / 1024, 2),
      number((called.heap - closed.heap) / calls, 1),
      number(last / seconds),
    ];
  } finally {
    await stop(server);
  }
}

export async function open(server, count) {
  const ids = [];
  let left = count;
  const begun = performance.now();
  await eachOf(server, async (connection) => {
    if (left-- <= 0) return false;
    ids.push(await connection.openSession());
    return true;
  });
  return { ids, seconds: (performance.now() - begun) / 1_000 };
}

function close(server, ids) {
  return eachOf(server, async (connection) => {
    const id = ids.pop();
    if (id === undefined) return false;
    await connection.closeSession(id);
    return true;
  });
}

/** Many clients do the same until there is nothing more to do. */
function eachOf({ port }, work) {
  const client = async () => {
    const connection = await new Connection(port).open();
    while (await work(connection));
    connection.close();
  };
  return Promise.all(Array.from({ length: WIDTH }, client));
}
