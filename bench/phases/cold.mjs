/** Cold start: from spawning the process to the first right answer of a tool, and the memory when nothing happens any more. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '../lib/connection.mjs';
import { Lines } from '../lib/lines.mjs';
import { FIRST_ID, OPERATIONS, faultOf, httpTemplate, lineTemplate } from '../lib/messages.mjs';
import { processorTime, residentMemory } from '../lib/proc.mjs';
import { isUp, start, stop } from '../lib/servers.mjs';
import { median } from '../lib/stats.mjs';
import { number, table } from '../lib/table.mjs';

/**
 * @param idle how long to wait before the memory is read, in ms
 * @returns `ms`, processor time `cpu` in ms, and resident memory `rss` in bytes
 */
export async function coldStart(contender, mode, { env = {}, idle = 500 } = {}) {
  const begun = performance.now();
  const server = await start(contender, mode, env);
  try {
    const answer = mode === 'stdio' ? await firstLine(server) : await firstResponse(server, mode);
    const ms = performance.now() - begun;
    const cpu = processorTime(server.pid) / 1e6;
    const fault = faultOf(OPERATIONS.echo, answer);
    if (fault) throw new Error(`${contender.name}, ${mode}: the first answer is wrong, ${fault}: ${answer}`);
    await sleep(idle);
    return { ms, cpu, rss: residentMemory(server.pid) };
  } finally {
    await stop(server);
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

/** The starts of all, interleaved. */
export async function coldSection(contenders, rounds, say) {
  const cells = contenders.flatMap((contender) =>
    startsOf(contender).map((env) => ({ contender, env, http: [], stdio: [] })),
  );
  for (let round = 0; round < rounds; round++)
    for (const { contender, env, http, stdio } of cells) {
      http.push(await coldStart(contender, 'sessions', { env }));
      stdio.push(await coldStart(contender, 'stdio', { env }));
    }
  say('cold starts');
  const of = (runs, key) => median(runs.map((run) => run[key]));
  return {
    title: 'Cold start',
    text: [
      'From spawning the process to the first right answer of a tool, 100 tools; RSS half a second later.',
      '',
      table(
        ['', 'HTTP ms', 'CPU ms', 'RSS MB', 'stdio ms', 'CPU ms', 'RSS MB'],
        cells.map(({ contender, env, http, stdio }) => [
          `\`${contender.name}\`${env.BENCH_SCHEMAS ? ', without class-validator' : ''}`,
          ...[http, stdio].flatMap((runs) => [
            number(of(runs, 'ms')),
            number(of(runs, 'cpu')),
            number(of(runs, 'rss') / 2 ** 20),
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
