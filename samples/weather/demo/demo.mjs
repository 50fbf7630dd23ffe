// Talks to the built sample as real clients do, in both eras of the protocol and over both transports. Every step
// checks its answer: the demo ends with exit code 1 when one of them is wrong.

import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers';
import { connect, startHttpServer } from './server.mjs';
import {
  call,
  showCompletion,
  showDays,
  showLists,
  showMistake,
  showPrompt,
  showReport,
  showResource,
} from './steps.mjs';
import { green, headline, red, table } from './terminal.mjs';

const SESSION = 'legacy';
const STATELESS = { pin: '2026-07-28' };

setTimeout(() => fail(new Error('The demo took longer than 30 seconds.')), 30_000).unref();
try {
  const server = await startHttpServer();
  await sessionOverStdio();
  await statelessOverHttp(server.url);
  await everyLine(server.url);
  assert.equal(await server.stop(), 0, 'The server should end with exit code 0 when it is asked to stop.');
  console.log(`\n${green('✔')} All answers were right, and the server stopped cleanly.`);
} catch (error) {
  fail(error);
}

async function sessionOverStdio() {
  const client = await connect(SESSION);
  headline(`1  A session over stdio, revision ${client.getNegotiatedProtocolVersion()}`);
  assert.equal(client.getProtocolEra(), 'legacy');
  await showLists(client);
  await showReport(client, { city: 'Seattle' }, 4);
  await client.close();
}

async function statelessOverHttp(url) {
  const client = await connect(STATELESS, url);
  headline(`2  Stateless over HTTP, revision ${client.getNegotiatedProtocolVersion()}`);
  assert.equal(client.getProtocolEra(), 'modern');
  await showReport(client, {}, 8);
  await showDays(client);
  await showResource(client);
  await showCompletion(client);
  await showPrompt(client);
  await showMistake(client);
  await client.close();
}

async function everyLine(url) {
  headline('3  The same class on every line');
  const lines = [
    ['stdio', await connect(SESSION)],
    ['HTTP', await connect(SESSION, url)],
    ['stdio', await connect(STATELESS)],
    ['HTTP', await connect(STATELESS, url)],
  ];

  const answers = [];
  for (const [transport, client] of lines) {
    const { days } = await call(client, 'findDays', { city: 'Seattle', rank: 'wettest', limit: 1 });
    const revision = client.getNegotiatedProtocolVersion();
    answers.push({ revision, transport, 'wettest day in Seattle': days[0].date, rainMm: days[0].rainMm });
    await client.close();
  }
  table(answers);
  for (const answer of answers) assert.equal(answer.rainMm, 55.9);
}

function fail(error) {
  console.error(`\n${red('✘')} ${error instanceof assert.AssertionError ? error.message : error.stack}`);
  process.exit(1);
}
