/** The report: Markdown. */
import { figuresOf } from './figures.mjs';
import { number, table } from './table.mjs';

const MODES = {
  sessions: 'HTTP, sessions (2025-11-25)',
  stateless: 'HTTP, without sessions (2025-11-25)',
  '2026-07-28': 'HTTP, 2026-07-28',
  stdio: 'stdio',
};
const OPERATIONS = {
  echo: 'tools/call',
  add: 'tools/call, structured',
  ctx_work: 'tools/call, one line of log and three of progress',
  list: 'tools/list of 103 tools',
};

export function report(result) {
  return [
    '# Benchmarks',
    '',
    about(result),
    '',
    '## Who',
    '',
    table(
      ['name', 'what', 'version'],
      result.contenders.map(({ name, what, version = '' }) => [`\`${name}\``, what, version]),
    ),
    '',
    ...Object.keys(MODES).flatMap((mode) => modeSection(result, mode)),
    ...result.sections.flatMap(({ title, text }) => [`## ${title}`, '', text, '']),
  ].join('\n');
}

function about({ when, node, cpu, cores, plan, load, hasOwnCores, seconds, command }) {
  return [
    `${when.slice(0, 16).replace('T', ' ')} UTC, Node ${node}, ${cpu} × ${cores}, ${number(seconds)} s; ` +
      `load of the machine ${number(load.before, 1)} before and ${number(load.after, 1)} after. \`${command}\``,
    '',
    `${plan.rounds} rounds of ${plan.slice.ms} ms, contender after contender, medians. **CPU** is the processor time the server ` +
      'takes for a call, in µs, of all its threads; ± is half the range over the rounds. **×** is that over the floor, `limit`, ' +
      'in the same round. Calls per second suffer from what else the machine does, processor time much less. Every answer is ' +
      `looked at; a wrong one ends the run. ${hasOwnCores ? 'Server and load have a core each.' : 'Server and load share the cores.'}`,
  ].join('\n');
}

function modeSection({ cells, contenders }, mode) {
  const own = cells.filter((cell) => cell.mode === mode);
  if (own.length === 0) return [];
  return [
    `## ${MODES[mode]}`,
    '',
    ...own.flatMap((cell) => [
      `**${OPERATIONS[cell.operation]}**, ${cell.width} ${mode === 'stdio' ? 'under way' : 'connections'}`,
      '',
      cellTable(cell, contenders),
      '',
    ]),
  ];
}

function cellTable(cell, contenders) {
  const hears = cell.operation === 'ctx_work';
  const rows = contenders.flatMap(({ name }) => {
    const figures = figuresOf(cell, name);
    if (!figures) return [];
    const { cpu, spread, times, rate, p50, p99, lost } = figures;
    return [
      [
        `\`${name}\``,
        `${number(cpu, 1)} ±${number(spread * 100)} %`,
        number(times, 2),
        number(rate),
        `${number(p50, 2)} / ${number(p99, 2)}`,
        ...(hears ? [number(lost, 1)] : []),
      ],
    ];
  });
  return table(
    ['', 'CPU µs', '×', 'calls/s', 'p50 / p99 ms', ...(hears ? ['events lost per call'] : [])],
    rows,
  );
}
