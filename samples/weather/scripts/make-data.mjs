// Makes data/weather.csv from a file of the npm package vega-datasets, which is not a dependency of this sample:
//
//     npm pack vega-datasets@3.2.1
//     tar -xzf vega-datasets-3.2.1.tgz package/data/weather.csv
//     node scripts/make-data.mjs package/data/weather.csv
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

const source = process.argv[2];
if (!source) throw new Error('Usage: node scripts/make-data.mjs <weather.csv of vega-datasets>');

const text = await readFile(source, 'utf8');
const sha256 = createHash('sha256').update(text).digest('hex');
if (sha256 !== SHA256)
  throw new Error(`${source} is not the file of version 3.2.1: its SHA-256 is ${sha256}`);

const [header, ...rows] = text.trim().split(/\r?\n/);
const columns = header.split(',').map((column) => COLUMNS[column]);
await writeFile(new URL('../data/weather.csv', import.meta.url), [columns.join(','), ...rows, ''].join('\n'));
console.log(`${rows.length} days written to data/weather.csv`);
