/** The picture: processor time per call over the floor, as bars on a logarithmic scale. */
import { figuresOf } from './figures.mjs';

const SHOWN = [
  { mode: 'sessions', title: 'tools/call, HTTP with sessions' },
  { mode: '2026-07-28', title: 'tools/call, HTTP, 2026-07-28' },
  { mode: 'stdio', title: 'tools/call, stdio' },
];
const BAR = 18;
const LABEL = 110;
const WIDTH = 640;

/** @returns an SVG, readable on light and on dark ground */
export function chart({ cells, contenders, when }) {
  const groups = SHOWN.flatMap(({ mode, title }) => {
    const cell = cells.find((one) => one.mode === mode && one.operation === 'echo' && one.width === 16);
    if (!cell) return [];
    const bars = contenders.flatMap(({ name }) => {
      const times = figuresOf(cell, name)?.times;
      return times ? [{ name, times }] : [];
    });
    return [{ title, bars: bars.sort((a, b) => a.times - b.times) }];
  });
  const most = Math.max(2, ...groups.flatMap(({ bars }) => bars.map(({ times }) => times)));
  const lengthOf = (times) => 4 + (Math.log(Math.max(1, times)) / Math.log(most)) * (WIDTH - LABEL - 90);
  let y = 28;
  const drawn = groups.flatMap(({ title, bars }) => {
    const lines = [`<text x="0" y="${y}" class="title">${title}</text>`];
    y += 10;
    for (const { name, times } of bars) {
      lines.push(
        `<text x="${LABEL - 8}" y="${y + BAR - 5}" text-anchor="end">${name}</text>`,
        `<rect x="${LABEL}" y="${y}" width="${lengthOf(times).toFixed(1)}" height="${BAR - 4}" rx="2" class="${kindOf(name)}"/>`,
        `<text x="${(LABEL + lengthOf(times) + 6).toFixed(1)}" y="${y + BAR - 5}">${times.toFixed(1)}×</text>`,
      );
      y += BAR;
    }
    y += 26;
    return lines;
  });
  const note = `Processor time per call over a bare node:http or stdio server; logarithmic; 16 at a time; ${when.slice(0, 10)}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y + 4}" width="${WIDTH}" height="${y + 4}" role="img" aria-label="${note}">`,
    '<style>text{font:12px system-ui,sans-serif;fill:#57606a}.title{font-weight:600}.own{fill:#1a7f64}.floor{fill:#8c959f}.other{fill:#b9c0c8}' +
      '@media(prefers-color-scheme:dark){text{fill:#9da7b3}.other{fill:#57606a}}</style>',
    ...drawn,
    `<text x="0" y="${y - 8}">${note}</text>`,
    '</svg>',
    '',
  ].join('\n');
}

function kindOf(name) {
  if (name.startsWith('portico')) return 'own';
  return name === 'limit' ? 'floor' : 'other';
}
