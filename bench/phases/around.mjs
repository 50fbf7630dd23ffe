/** What a call costs with something around it: each of what a server in earnest has around its calls. Portico only. */
import { OPERATIONS } from '../lib/messages.mjs';
import { isUp, start, stop } from '../lib/servers.mjs';
import { loadFor, slice, warmUp } from '../lib/slice.mjs';
import { median } from '../lib/stats.mjs';
import { number, table } from '../lib/table.mjs';

const CONTENDER = { file: 'contenders/portico/around.mjs' };

/** By the tool that is called, and the option all of the server is under. */
const CASES = [
  { what: 'nothing', tool: 'nothing' },
  { what: "`timeout: '30s'`", tool: 'timeout' },
  { what: 'a guard', tool: 'guard' },
  { what: 'an interceptor', tool: 'interceptor' },
  { what: 'an `async` interceptor', tool: 'asyncInterceptor' },
  { what: 'a pipe', tool: 'pipe' },
  { what: 'a filter', tool: 'filter' },
  { what: '`rateLimit`', tool: 'rateLimit' },
  { what: '`concurrencyLimit`', tool: 'concurrencyLimit' },
  { what: '`resultLimit`', tool: 'resultLimit' },
  { what: '`retry`', tool: 'retry' },
  { what: '`@Cacheable`, kept', tool: 'cacheable' },
  { what: 'an `async` handler that waits', tool: 'waits' },
  { what: "one with `timeout: '30s'`", tool: 'waitsInTime' },
  { what: 'another tool, by `ctx.callTool`', tool: 'inner' },
  { what: 'metrics', tool: 'nothing', option: 'metrics' },
  { what: 'tracing, nobody listens', tool: 'nothing', option: 'tracing' },
  { what: 'the audit', tool: 'nothing', option: 'audit' },
  { what: '`auth`, a function', tool: 'nothing', option: 'auth' },
];

export async function aroundSection(plan, say) {
  const servers = new Map();
  const entries = [];
  try {
    for (const option of new Set(CASES.map((one) => one.option))) {
      const server = await start(CONTENDER, 'sessions', { BENCH_AROUND: option ?? '' });
      servers.set(option, { server });
      await isUp(server);
      servers.get(option).load = await loadFor(server);
    }
    for (const each of CASES) {
      const { method, params, ...rest } = OPERATIONS.echo;
      const operation = { method, params: { ...params, name: each.tool }, ...rest };
      const entry = { ...each, ...servers.get(each.option), operation, costs: [] };
      entries.push(entry);
      await warmUp(entry.server, entry.load, operation, 16, plan.warmUp.first);
    }
    for (let round = 0; round < plan.rounds; round++)
      for (let i = 0; i < entries.length; i++) {
        const { server, load, operation, costs } = entries[(i + round) % entries.length]; // who begins changes
        costs.push((await slice(server, load, operation, 16, plan.slice)).cpu);
      }
  } finally {
    await Promise.all([...servers.values()].map(({ server }) => stop(server)));
  }
  say('what stands around a call');
  const [base] = entries;
  return {
    title: 'What stands around a call',
    text: table(
      ['Portico, tools/call, HTTP with sessions, 16 connections', 'CPU µs', 'over nothing'],
      entries.map(({ what, costs }) => [
        what,
        number(median(costs), 1),
        number(median(costs.map((cost, round) => cost / base.costs[round])), 2),
      ]),
    ),
  };
}
