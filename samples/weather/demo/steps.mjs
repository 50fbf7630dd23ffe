// What the demo asks of the server, how it shows the answer, and what it expects the answer to be.

import assert from 'node:assert/strict';
import { LOG_LEVEL_META_KEY } from '@modelcontextprotocol/client';
import { dim, ProgressBar, step, table } from './terminal.mjs';

/** Calls a tool and returns its structured result. */
export async function call(client, name, args, { meta, onprogress } = {}) {
  const result = await client.callTool({ name, arguments: args, _meta: meta }, { onprogress });
  assert.ok(!result.isError, `${name} failed: ${result.content[0]?.text}`);
  return result.structuredContent;
}

export async function showLists(client) {
  const { tools } = await client.listTools();
  const { resourceTemplates } = await client.listResourceTemplates();
  const { prompts } = await client.listPrompts();

  step('What the server offers');
  table([
    ...tools.map(({ name, description }) => ({ kind: 'tool', name, description })),
    ...resourceTemplates.map(({ uriTemplate, description }) => ({
      kind: 'resource',
      name: uriTemplate,
      description,
    })),
    ...prompts.map(({ name, description }) => ({ kind: 'prompt', name, description })),
  ]);
  assert.deepEqual(tools.map(({ name }) => name).sort(), ['climateReport', 'findDays']);
  assert.equal(resourceTemplates[0]?.uriTemplate, 'weather://{city}/{year}');
  assert.equal(prompts[0]?.name, 'planTrip');
}

/** A call that takes a while: log lines and progress arrive before the result. */
export async function showReport(client, args, years) {
  step(`Call climateReport ${JSON.stringify(args)}`);
  const bar = new ProgressBar();
  const steps = [];
  const logs = [];

  client.setNotificationHandler('notifications/message', ({ params }) => {
    logs.push(params);
    bar.log(`  ${dim(params.level)} ${params.data.message}`);
  });
  const onprogress = (progress) => {
    steps.push(progress);
    bar.update(progress);
  };

  // A session keeps the log level; without one, each request carries it.
  const isSession = client.getProtocolEra() === 'legacy';
  if (isSession) await client.setLoggingLevel('info');
  const meta = isSession ? undefined : { [LOG_LEVEL_META_KEY]: 'info' };
  const { report } = await call(client, 'climateReport', args, { onprogress, meta });
  bar.end();

  table(report);
  assert.equal(report.length, years);
  assert.equal(logs.length, years, 'Each year should send one log line.');
  // The client drops a last step that it reads in one piece with the result.
  assert.ok(steps.length >= years, 'Each year should report its progress.');
}

export async function showDays(client) {
  const args = { city: 'New York', rank: 'hottest', limit: 3 };
  step(`Call findDays ${JSON.stringify(args)}`);
  const { days } = await call(client, 'findDays', args);
  table(days);
  assert.equal(days.map(({ highC }) => highC).join(), '37.8,37.2,36.1');
}

export async function showResource(client) {
  const uri = 'weather://new-york/2014';
  step(`Read ${uri}`);
  const { contents } = await client.readResource({ uri });
  const months = JSON.parse(contents[0].text);
  table(months);
  assert.equal(contents[0].mimeType, 'application/json');
  assert.equal(months.length, 12);
}

export async function showPrompt(client) {
  const args = { city: 'seattle', month: 'July' };
  step(`Get the prompt planTrip ${JSON.stringify(args)}`);
  const { messages } = await client.getPrompt({ name: 'planTrip', arguments: args });
  for (const line of messages[0].content.text.split('\n')) console.log(`  ${dim(messages[0].role)} ${line}`);
  assert.match(messages[0].content.text, /^Plan a weekend in Seattle in July/);
}

export async function showCompletion(client) {
  const argument = { name: 'month', value: 'ju' };
  step(`Complete the argument ${JSON.stringify(argument)} of planTrip`);
  const { completion } = await client.complete({ ref: { type: 'ref/prompt', name: 'planTrip' }, argument });
  console.log(`  ${completion.values.join(', ')}`);
  assert.deepEqual(completion.values, ['June', 'July']);
}

/** A mistake comes back as a text that the model can act on. */
export async function showMistake(client) {
  const args = { city: 'Atlantis', rank: 'wettest' };
  step(`Call findDays ${JSON.stringify(args)}`);
  const { isError, content } = await client.callTool({ name: 'findDays', arguments: args });
  console.log(`  ${dim('error')} ${content[0].text}`);
  assert.equal(isError, true);
  assert.match(content[0].text, /Known cities: Seattle, New York/);
}
