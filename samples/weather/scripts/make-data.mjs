// Makes data/weather.csv from the npm package vega-datasets, which is not a dependency of this sample:
//
//     npm install --no-save vega-datasets@3.2.1
//     node scripts/make-data.mjs
//
// The rows stay as they are; the columns get names that say their units. data/SOURCE.md tells where the data is from.

import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';

const SHA256 = '27219f1ca8dbd94c9b6f4b9f4f52ab2f1eb33dfdcf719cd9fc6481ed50b74549';
const COLUMNS = {
  location: 'city',
  date: 'date',
  precipitation: 'rainMm',
  temp_max: 'highC',
  temp_min: 'lowC',
  wind: 'windMs',
  weather: 'sky',
};

// The package exports only its entry point, build/index.js; the data lies beside that folder.
const source = new URL('../data/weather.csv', import.meta.resolve('vega-datasets'));
const target = new URL('../data/weather.csv', import.meta.url);

const text = await readFile(source, 'utf8');
const sha256 = createHash('sha256').update(text).digest('hex');
if (sha256 !== SHA256)
  throw new Error(`${source.pathname} is not the file of version 3.2.1 (SHA-256 ${sha256})`);

const [header, ...rows] = text.trim().split(/\r?\n/);
const columns = header.split(',').map((column) => COLUMNS[column]);
await writeFile(target, [columns.join(','), ...rows, ''].join('\n'));
console.log(`${rows.length} days written to data/weather.csv`);
