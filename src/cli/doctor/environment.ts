import { configurationEntries } from '../../app/configuration/entries.js';
import { nearest } from '../../common/nearest.js';
import { ok, problem, warning, type Finding } from './check.js';

/** What may be in a variable, where that can be said without starting the server. */
const RULES: Readonly<Record<string, (value: string) => string | undefined>> = {
  PORTICO_TRANSPORT: (value) => (/^(stdio|http)$/.test(value) ? undefined : `Use 'stdio' or 'http'.`),
  PORTICO_PORT: (value) =>
    /^\d{1,5}$/.test(value) && Number(value) <= 65_535 ? undefined : 'Use a number from 0 to 65535.',
  PORTICO_PATH: (value) => (value.startsWith('/') ? undefined : `Use '/${value}'.`),
  PORTICO_ROLE: (value) =>
    /^(server|worker|both)$/.test(value) ? undefined : `Use 'server', 'worker' or 'both'.`,
  PORTICO_STATE_KEY: (value) =>
    value.split(',').every((key) => key.trim().length >= 32)
      ? undefined
      : 'Use 32 characters or more for each key: openssl rand -base64 32',
};

const KNOWN: readonly string[] = [...configurationEntries.map(({ variable }) => variable), 'PORTICO_CONFIG'];

/** Variables of the environment and of `.env`. Their values are not shown: some are secrets. */
export function checkEnvironment(): Finding[] {
  const given = Object.entries(process.env).filter(([name]) => name.startsWith('PORTICO_'));
  const findings = given.flatMap(([name, value = '']): Finding[] => {
    if (!KNOWN.includes(name)) {
      const [near] = nearest(name, KNOWN);
      return [
        warning(
          `${name} is read by nobody in Portico`,
          near ? `Did you mean ${near}?` : 'Remove it if nothing of yours reads it.',
        ),
      ];
    }
    const cure = value === '' ? undefined : RULES[name]?.(value);
    return [cure ? problem(`${name} cannot be used`, cure) : ok(name)];
  });
  const shared = ['PORTICO_STATE_STORE', 'PORTICO_JOBS_URL', 'PORTICO_EVENTS_URL'].find((name) =>
    /^(redis|postgres|mongodb)/.test(process.env[name] ?? ''),
  );
  if (shared && !process.env['PORTICO_STATE_KEY'])
    findings.push(
      warning(
        `${shared} is shared with other machines, and PORTICO_STATE_KEY is not set`,
        'Set the same key on each, so that any of them can take the answer to a question: openssl rand -base64 32',
      ),
    );
  return findings;
}
