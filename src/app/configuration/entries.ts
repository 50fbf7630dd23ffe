/** One thing an operator can set from outside of the code. */
export interface ConfigurationEntry {
  /** The environment variable. */
  readonly variable: `PORTICO_${string}`;
  /** The option it stands for where the code leaves it open. */
  readonly option: string;
  readonly meaning: string;
  readonly fallback: string;
}

/** Everything that can be set by the environment, and under another spelling by a file. */
export const configurationEntries: readonly ConfigurationEntry[] = [
  entry('TRANSPORT', 'listen: transport', '`stdio` or `http`', '`stdio`'),
  entry('HOST', 'listen: host', 'the address to listen on', '`127.0.0.1`'),
  entry('PORT', 'listen: port', 'the port; 0 takes a free one', '3000'),
  entry('PATH', 'listen: path', 'the path of the endpoint', '`/mcp`'),
  entry('ROLE', 'role', '`server`, `worker` or `both`', '`both`'),
  entry(
    'STATE_KEY',
    'interaction.keys',
    'secrets of 32 characters or more, newest first, separated by commas',
    'a random one',
  ),
  entry('STATE_STORE', 'state.store', 'where state is kept, as a URL', '`memory:`'),
  entry(
    'FLOW_STORE',
    'interaction.store',
    'where effects and large journals are kept, as a URL',
    '`memory:`',
  ),
  entry('INTERACTION_MODE', 'interaction.mode', '`park` or `replay`', '`park`'),
  entry(
    'QUESTIONS_PER_SESSION',
    'interaction.questionsPerSession',
    'how many questions may wait for an answer in a session',
    '100',
  ),
  entry(
    'QUESTIONS_PER_CALLER',
    'interaction.questionsPerCaller',
    'how many questions may wait for an answer of a caller',
    '1,000',
  ),
  entry('EVENTS_URL', 'events.url', 'how processes tell each other of changes, as a URL', 'not at all'),
  entry('JOBS_URL', 'jobs.url', 'where background work is kept, as a URL', '`sqlite:.portico/jobs.db`'),
  entry('LOG', 'log.level', '`debug`, `info`, `warn`, `error` or `silent`', '`info`'),
  entry('LOG_FORMAT', 'log.format', '`text` or `json`', '`text`'),
  entry('METRICS', 'metrics', '`true` or `false`', '`false`'),
  entry('TRACING', 'tracing', '`true` or `false`', '`false`'),
  entry('HOT_PATH', 'hotPath', '`on` or `off`', '`on`'),
];

function entry(name: string, option: string, meaning: string, fallback: string): ConfigurationEntry {
  return { variable: `PORTICO_${name}`, option, meaning, fallback };
}

/** `PORTICO_STATE_KEY` is `stateKey` in a file. */
export function keyOf({ variable }: ConfigurationEntry): string {
  return variable
    .slice('PORTICO_'.length)
    .toLowerCase()
    .replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
