import { nearest } from '../../common/nearest.js';
import { ok, problem, warning, type Finding } from './check.js';

/** The variables Portico reads, and what may be in them. */
const VARIABLES: Readonly<Record<string, (value: string) => string | undefined>> = {
  PORTICO_TRANSPORT: (value) => (/^(stdio|http)$/.test(value) ? undefined : `Use 'stdio' or 'http'.`),
  PORTICO_PORT: (value) =>
    /^\d{1,5}$/.test(value) && Number(value) <= 65_535 ? undefined : 'Use a number from 0 to 65535.',
  PORTICO_HOST: () => undefined,
  PORTICO_PATH: (value) => (value.startsWith('/') ? undefined : `Use '/${value}'.`),
  PORTICO_ROLE: (value) =>
    /^(server|worker|both)$/.test(value) ? undefined : `Use 'server', 'worker' or 'both'.`,
  PORTICO_STATE_KEY: (value) =>
    value.split(',').every((key) => key.trim().length >= 32)
      ? undefined
      : 'Use 32 characters or more for each key: openssl rand -base64 32',
  PORTICO_STATE_STORE: () => undefined,
  PORTICO_FLOW_STORE: () => undefined,
  PORTICO_JOBS_URL: () => undefined,
  PORTICO_EVENTS_URL: () => undefined,
};

/** Variables of the environment and of `.env`. Their values are not shown: some are secrets. */
export function checkEnvironment(): Finding[] {
  const given = Object.entries(process.env).filter(([name]) => name.startsWith('PORTICO_'));
  const findings = given.flatMap(([name, value = '']): Finding[] => {
    const check = VARIABLES[name];
    if (!check) {
      const [near] = nearest(name, Object.keys(VARIABLES));
      return [
        warning(
          `${name} is read by nobody in Portico`,
          near ? `Did you mean ${near}?` : 'Remove it if nothing of yours reads it.',
        ),
      ];
    }
    const cure = value === '' ? undefined : check(value);
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
