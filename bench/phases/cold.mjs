/** Cold start: from spawning the process to the first right answer of a tool, and the memory when nothing happens any more. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '../lib/connection.mjs';
import { Lines } from '../lib/lines.mjs';
import { FIRST_ID, OPERATIONS, faultOf, httpTemplate, lineTemplate } from '../lib/messages.mjs';
import { processorTime, residentMemory } from '../lib/proc.mjs';
import { isUp, start, stop } from '../lib/servers.mjs';
import { median } from '../lib/stats.mjs';
import { number, table } from '../lib/table.mjs';

/** How long servers are left alone before their idle memory is read, in ms: what V8 frees of itself, it has freed by then. */
const IDLE = 60_000;

/**
 * @param idle how long to wait before the memory is read, in ms
 * @returns `ms`, processor time `cpu` in ms, and resident memory `rss` in bytes
 */
export async function coldStart(contender, mode, { env = {}, idle = 500 } = {}) {
  const { server, ...started } = await firstAnswer(contender, mode, env);
  try {
    await sleep(idle);
    return { ...started, rss: residentMemory(server.pid) };
  } finally {
    await stop(server);
  }
}

/** @returns the server that gave it, `ms`, and processor time `cpu` in ms */
async function firstAnswer(contender, mode, env) {
  const begun = performance.now();
  const server = await start(contender, mode, env);
  try {
    const answer = mode === 'stdio' ? await firstLine(server) : await firstResponse(server, mode);
    const ms = performance.now() - begun;
    const cpu = processorTime(server.pid) / 1e6;
    const fault = faultOf(OPERATIONS.echo, answer);
    if (fault) throw new Error(`${contender.name}, ${mode}: the first answer is wrong, ${fault}: ${answer}`);
    return { server, ms, cpu };
  } catch (error) {
    await stop(server);
    throw error;
  }
}

async function firstLine({ child }) {
  const lines = new Lines(child);
  await lines.handshake();
  return lines.request(lineTemplate(OPERATIONS.echo).withId(FIRST_ID), FIRST_ID);
}

async function firstResponse(server, mode) {
  await isUp(server, 2);
  const connection = await new Connection(server.port).open();
  try {
    const session = mode === 'sessions' ? await connection.openSession() : undefined;
    const template = httpTemplate(OPERATIONS.echo, { mode, port: server.port, session });
    return (await connection.request(template.withId(FIRST_ID))).text;
  } finally {
    connection.close();
  }
}

const MODES = ['sessions', 'stdio'];

/** What all need when nothing happens any more: one starts after the other, so that each starts as if it were alone. */
async function leaveAlone(cells) {
  const left = [];
  try {
    for (const { contender, env, idle } of cells)
      for (const mode of MODES)
        left.push({ idle, mode, server: (await firstAnswer(contender, mode, env)).server });
    await sleep(IDLE);
    for (const { idle, mode, server } of left) idle[mode] = residentMemory(server.pid);
  } finally {
    await Promise.all(left.map(({ server }) => stop(server)));
  }
}

/** The starts of all, interleaved; then all are idle at a time. */
export async function coldSection(contenders, rounds, say) {
  const cells = contenders.flatMap((contender) =>
    startsOf(contender).map((env) => ({ contender, env, runs: { sessions: [], stdio: [] }, idle: {} })),
  );
  for (let round = 0; round < rounds; round++)
    for (const { contender, env, runs } of cells)
      for (const mode of MODES) runs[mode].push(await coldStart(contender, mode, { env }));
  say('cold starts');
  await leaveAlone(cells);
  say('idle memory');
  const of = (runs, key) => median(runs.map((run) => run[key]));
  return {
    title: 'Cold start',
    text: [
      `From spawning the process to the first right answer of a tool, 100 tools; RSS half a second later, and once nothing was asked for ${IDLE / 1_000} s.`,
      '',
      table(
        ['', ...['HTTP', 'stdio'].flatMap((name) => [`${name} ms`, 'CPU ms', 'RSS MB', 'idle MB'])],
        cells.map(({ contender, env, runs, idle }) => [
          `\`${contender.name}\`${env.BENCH_SCHEMAS ? ', without class-validator' : ''}`,
          ...MODES.flatMap((mode) => [
            number(of(runs[mode], 'ms')),
            number(of(runs[mode], 'cpu')),
            number(of(runs[mode], 'rss') / 2 ** 20),
            number(idle[mode] / 2 ** 20),
          ]),
        ]),
      ),
    ].join('\n'),
  };
}

function startsOf({ name }) {
  const tools = { BENCH_TOOLS: '100' };
  return name === 'portico' ? [tools, { ...tools, BENCH_SCHEMAS: 'json' }] : [tools];
}
