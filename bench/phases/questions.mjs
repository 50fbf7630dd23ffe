/** Questions per second over revision 2026-07-28: a call that asks, and the call again with the answer. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '../lib/connection.mjs';
import { STATELESS_REVISION, httpRequest } from '../lib/messages.mjs';
import { processorTime } from '../lib/proc.mjs';
import { isUp, start, stop } from '../lib/servers.mjs';
import { number, table } from '../lib/table.mjs';

const CONTENDER = { file: 'contenders/portico/questions.mjs' };
const SECONDS = 4;

export async function questionSection(say) {
  const rows = [];
  for (const way of ['park', 'replay']) rows.push([`\`${way}\``, ...(await measure(way))]);
  say('questions');
  return {
    title: 'Questions over 2026-07-28',
    text: [
      'A tool that asks once: the call, and the call again with the answer; 16 connections.',
      '',
      table(['', 'CPU µs per question', 'questions/s'], rows),
    ].join('\n'),
  };
}

async function measure(way) {
  const server = await start(CONTENDER, STATELESS_REVISION, { PORTICO_INTERACTION_MODE: way });
  try {
    await isUp(server);
    let [asked, counted, isOver] = [0, 0, false];
    const clients = Array.from({ length: 16 }, async () => {
      const connection = await new Connection(server.port).open();
      while (!isOver) {
        await ask(connection, ++asked);
        counted++;
      }
      connection.close();
    });
    const all = Promise.all(clients);
    await Promise.race([sleep(2_000), all]);
    const [before, from] = [processorTime(server.pid), counted];
    await Promise.race([sleep(SECONDS * 1_000), all]);
    const [cpu, count] = [processorTime(server.pid) - before, counted - from];
    isOver = true;
    await all;
    return [number(cpu / 1_000 / count, 1), number(count / SECONDS)];
  } finally {
    await stop(server);
  }
}

async function ask(connection, number) {
  const { result: question } = await post(connection, number * 2, {});
  const [key] = Object.keys(question?.inputRequests ?? {});
  if (key === undefined) throw new Error(`Nothing was asked: ${JSON.stringify(question)}`);
  const { result } = await post(connection, number * 2 + 1, {
    requestState: question.requestState,
    inputResponses: { [key]: { action: 'accept', content: contentFor(question.inputRequests[key]) } },
  });
  if (result?.content?.[0]?.text !== 'It went on.')
    throw new Error(`The answer did not get through: ${JSON.stringify(result)}`);
}

/** Yes to everything. */
function contentFor({ params }) {
  return Object.fromEntries(Object.keys(params.requestedSchema.properties).map((key) => [key, true]));
}

async function post(connection, id, more) {
  const payload = JSON.stringify({
    jsonrpc: '2.0',
    id,
    method: 'tools/call',
    params: {
      name: 'ask',
      arguments: {},
      ...more,
      _meta: {
        'io.modelcontextprotocol/protocolVersion': STATELESS_REVISION,
        'io.modelcontextprotocol/clientInfo': { name: 'bench', version: '1.0.0' },
        'io.modelcontextprotocol/clientCapabilities': { elicitation: {} },
      },
    },
  });
  const headers = {
    'MCP-Protocol-Version': STATELESS_REVISION,
    'Mcp-Method': 'tools/call',
    'Mcp-Name': 'ask',
  };
  const { text } = await connection.request(Buffer.from(httpRequest(connection.port, { payload, headers })));
  const json = /\{"jsonrpc".*\}|\{.*"jsonrpc":"2.0".*\}/.exec(text)?.[0];
  if (json === undefined) throw new Error(`No answer: ${text.slice(0, 300)}`);
  return JSON.parse(json);
}
