/**
 * Keeps a server at about half of what it can take, and looks whether its memory and its handles stay as they are:
 * `npm run soak -- --minutes 30`. The server is a process of its own; sessions, stateless calls, questions, progress,
 * state and clients that hang up all take part. Ends with 1 when something grows.
 */
import { spawn } from 'node:child_process';
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '30' } } });
const minutes = Number(values.minutes);
if (!(minutes > 0)) throw new Error(`--minutes ${values.minutes} is no time`);

/** What the memory after a collection may grow by from the first quarter to the last, in MB. */
const TOLERANCE = 8;
const CLIENTS = 8;

const program = fileURLToPath(new URL('./soak-server.mjs', import.meta.url));
const server = spawn(process.execPath, ['--expose-gc', program], {
  stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
});
const next = () => new Promise((resolve) => server.once('message', resolve));
const { url } = await next();
const measure = async () => {
  server.send('measure');
  return next();
};

const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
const META = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'soak', version: '1.0.0' },
  'io.modelcontextprotocol/clientCapabilities': { elicitation: { form: {} } },
};
let calls = 0;
let failures = 0;
/** How long a client rests after each flow, in ms; set so that the server is half busy. */
let pause = 0;

function post(message, headers, { hangUp = false, method = 'POST' } = {}) {
  return new Promise((resolve) => {
    const sent = request(
      url,
      { method, agent: hangUp ? false : agent, headers: { ...head, ...headers } },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk) => (text += chunk));
        response.once('close', () =>
          resolve({ status: response.statusCode, headers: response.headers, text }),
        );
        if (hangUp) response.destroy();
      },
    );
    sent.on('error', () => resolve({ status: 0, headers: {}, text: '' }));
    sent.end(message && JSON.stringify(message));
  });
}
const head = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };

async function check(answer, expected) {
  const { status, text } = await answer;
  calls++;
  if (status === 200 && text.includes(expected)) return text;
  if (failures++ < 5) console.error(`unexpected: ${status} ${text.slice(0, 300)}`);
  return text;
}

function stateless(name, args, more = {}, how = {}) {
  const message = {
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/call',
    params: { name, arguments: args, ...more, _meta: META },
  };
  const headers = { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/call', 'mcp-name': name };
  return post(message, headers, how);
}

const flows = [
  (n) => check(stateless('echo', { text: `t${n}` }), `t${n}`),
  async () => {
    const asked = JSON.parse(dataOf(await check(stateless('ask', {}), 'input_required')));
    const { requestState, inputRequests } = asked.result;
    const inputResponses = Object.fromEntries(
      Object.entries(inputRequests).map(([key, { params }]) => [
        key,
        {
          action: 'accept',
          content: Object.fromEntries(
            Object.keys(params.requestedSchema.properties).map((field) => [field, true]),
          ),
        },
      ]),
    );
    await check(stateless('ask', {}, { requestState, inputResponses }), 'answered true');
  },
  async (n) => {
    const initialize = {
      jsonrpc: '2.0',
      id: 0,
      method: 'initialize',
      params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'soak', version: '1' } },
    };
    const { headers } = await post(initialize, {});
    const own = { 'mcp-session-id': headers['mcp-session-id'], 'mcp-protocol-version': '2025-11-25' };
    const call = (name, args) =>
      post(
        {
          jsonrpc: '2.0',
          id: 1,
          method: 'tools/call',
          params: { name, arguments: args, _meta: { progressToken: n } },
        },
        own,
      );
    await check(call('keep', { text: 'x'.repeat(1_000) }), 'kept 1000');
    await check(call('slow', {}), 'done');
    await post(undefined, own, { method: 'DELETE' });
  },
  () => stateless('slow', {}, {}, { hangUp: true }),
];

function dataOf(text) {
  return text.startsWith('{')
    ? text
    : text
        .split('\n')
        .findLast((line) => line.startsWith('data: {'))
        .slice(6);
}

const end = Date.now() + minutes * 60_000;
let isOver = false;
async function client(start) {
  for (let n = start; !isOver; n += CLIENTS) {
    await flows[n % flows.length](n);
    if (pause > 0) await sleep(pause);
  }
}
const clients = Array.from({ length: CLIENTS }, (_, i) => client(i));

/** The share of a processor that the server used, and how long the clients rest then. */
async function halve() {
  await sleep(3_000);
  const before = await measure();
  await sleep(3_000);
  const after = await measure();
  const busy = (after.cpu - before.cpu) / (after.time - before.time);
  const rate = calls / 6;
  pause = Math.max(1, Math.round((CLIENTS / Math.max(rate, 1)) * 1_000));
  return { busy, rate };
}
const { busy, rate } = await halve();
console.log(
  `at full load ${Math.round(rate)} calls/s, ${Math.round(busy * 100)} % of a processor; now at about half`,
);

const samples = [];
const every = Math.min(30_000, (minutes * 60_000) / 12);
while (Date.now() < end) {
  await sleep(every);
  const sample = await measure();
  samples.push(sample);
  console.log(
    `${Math.round((end - Date.now()) / 1_000)} s left: heap ${sample.heap.toFixed(1)} MB, RSS ${sample.rss.toFixed(0)} MB, ` +
      `${calls} calls, ${failures} failures, sessions ${sample.sessions}`,
  );
}
isOver = true;
await Promise.all(clients);
agent.destroy();
await sleep(2_000);
const rest = await measure();

const mean = (part) => part.reduce((sum, { heap }) => sum + heap, 0) / part.length;
const quarter = Math.max(1, samples.length >> 2);
const growth = mean(samples.slice(-quarter)) - mean(samples.slice(0, quarter));
const leaked = Object.entries(rest.handles).filter(([kind, count]) => count > (rest.idle[kind] ?? 0));
console.log(
  `heap grew by ${growth.toFixed(1)} MB (goal < ${TOLERANCE}); ${calls} calls, ${failures} failures`,
);
console.log(
  `at rest: sessions ${rest.sessions}, handles beyond those of the start: ${JSON.stringify(Object.fromEntries(leaked))}`,
);
server.send('close');
const code = await new Promise((resolve) => server.once('exit', resolve));
console.log(`the server ended with ${code}`);
if (growth >= TOLERANCE || failures > 0 || leaked.length > 0 || rest.sessions > 0 || code !== 0)
  process.exitCode = 1;
