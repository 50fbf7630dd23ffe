/** Whether a call costs more where there is more: tools, modules, open sessions. Portico only, all sizes up at a time. */
import { PORTICO } from '../contenders.mjs';
import { OPERATIONS } from '../lib/messages.mjs';
import { stop } from '../lib/servers.mjs';
import { slice, warmUp } from '../lib/slice.mjs';
import { median } from '../lib/stats.mjs';
import { number, table } from '../lib/table.mjs';
import { bring } from './load.mjs';
import { open } from './memory.mjs';

const SIZES = [
  { what: '1 tool, nothing else', env: { BENCH_TOOLS: '1' }, probed: ['echo', 'bad'] },
  { what: '100 tools', env: { BENCH_TOOLS: '100' } },
  { what: '1,000 tools', env: { BENCH_TOOLS: '1000' } },
  { what: '100 tools in 50 modules', env: { BENCH_TOOLS: '100', BENCH_MODULES: '50' } },
  { what: '100 tools, 1,000 sessions', env: { BENCH_TOOLS: '100' }, sessions: 1_000 },
  { what: '100 tools, 5,000 sessions', env: { BENCH_TOOLS: '100' }, sessions: 5_000 },
];

export async function growthSection(plan, say) {
  const entries = [];
  try {
    for (const size of SIZES) {
      const entry = { ...size, ...(await bring(PORTICO, 'sessions', size.env, size.probed)), costs: [] };
      entries.push(entry);
      if (size.sessions) await open(entry.server, size.sessions);
      await warmUp(entry.server, entry.load, OPERATIONS.echo, 16, plan.warmUp.first);
    }
    for (let round = 0; round < 2 * plan.rounds; round++)
      for (let i = 0; i < entries.length; i++) {
        const { server, load, costs } = entries[(i + round) % entries.length]; // who begins changes
        costs.push((await slice(server, load, OPERATIONS.echo, 16, plan.slice)).cpu);
      }
  } finally {
    await Promise.all(entries.map(({ server }) => stop(server)));
  }
  say('growth');
  const [, base] = entries;
  return {
    title: 'What a call costs where there is more',
    text: table(
      ['Portico, tools/call, HTTP with sessions, 16 connections', 'CPU µs', 'over 100 tools'],
      entries.map(({ what, costs }) => [
        what,
        number(median(costs), 1),
        number(median(costs.map((cost, round) => cost / base.costs[round])), 2),
      ]),
    ),
  };
}
