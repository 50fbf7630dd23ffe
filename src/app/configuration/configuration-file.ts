import { readFileSync } from 'node:fs';
import { nearest } from '../../common/nearest.js';
import { configurationEntries, keyOf } from './entries.js';

/** What is wrong with one place of a configuration file. */
export interface FileProblem {
  readonly where: string;
  readonly problem: string;
  readonly cure: string;
}

/** The variables a configuration file stands for, and what is wrong with it. */
export interface ConfigurationFile {
  readonly variables: Readonly<Record<string, string>>;
  readonly problems: readonly FileProblem[];
}

const known = new Map(configurationEntries.map((entry) => [keyOf(entry), entry.variable]));

/** Reads a file with one JSON object in it. What it holds may be secret, and stands in no message. */
export function readConfigurationFile(file: string): ConfigurationFile {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const problem = code === undefined ? 'it is not JSON' : `it cannot be read (${code})`;
    return {
      variables: {},
      problems: [{ where: file, problem, cure: 'Correct the file, or PORTICO_CONFIG.' }],
    };
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content))
    return {
      variables: {},
      problems: [
        { where: file, problem: 'it is no JSON object', cure: 'Write { "port": 8080 }, for example.' },
      ],
    };
  const problems: FileProblem[] = [];
  const variables: Record<string, string> = {};
  for (const [key, value] of Object.entries(content)) {
    const variable = known.get(key);
    const where = `${file}, entry '${key}'`;
    if (variable === undefined) problems.push({ where, problem: 'nothing has this name', cure: cureOf(key) });
    else if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      variables[variable] = String(value);
    else
      problems.push({
        where,
        problem: 'its value is no text, number or boolean',
        cure: 'Write a plain value.',
      });
  }
  return { variables, problems };
}

function cureOf(key: string): string {
  const [near] = nearest(key, known.keys());
  return near === undefined
    ? `Use one of: ${[...known.keys()].join(', ')}.`
    : `Did you mean '${near}'? Correct it, or remove it.`;
}
