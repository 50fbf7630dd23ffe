import { milliseconds } from '../common/duration.js';
import { PorticoError } from '../common/portico-error.js';
import type { JobsSettings } from '../jobs/jobs-settings.js';
import type { JobsOptions, Role } from './jobs-options.js';
import type { PorticoOptions } from './options.js';
import { environment, type Environment } from './configuration/environment.js';

/**
 * The settings of background work, filled from the environment, then by default.
 *
 * @throws PorticoError `PORTICO_JOBS_OPTION`, `PORTICO_DURATION`
 */
export function jobsSettings(
  { jobs = {}, interaction }: PorticoOptions,
  env: Environment = environment(),
): JobsSettings {
  const prefix = jobs.prefix ?? 'portico';
  if (!/^[a-z][a-z0-9_]{0,30}$/.test(prefix))
    throw invalid(`jobs.prefix '${prefix}'`, 'Use up to 31 lower-case letters, digits and _.');
  return {
    url: jobs.url ?? (env['PORTICO_JOBS_URL'] || 'sqlite:.portico/jobs.db'),
    store: jobs.store,
    prefix,
    concurrency: count(jobs, 'concurrency', 10),
    attempts: count(jobs, 'attempts', 3),
    tasksPerCaller: count(jobs, 'tasksPerCaller', 1_000),
    lease: milliseconds(jobs.lease ?? '15s'),
    patience: milliseconds(jobs.patience ?? '1s'),
    stopTime: 3_000,
    keep: milliseconds(jobs.keep ?? '1h'),
    drain: milliseconds(jobs.drain ?? '10s'),
    sweepEvery: 30_000,
    connectTime: milliseconds(jobs.connectTime ?? '30s'),
    headers: jobs.headers ?? ['accept-language'],
    keys: interaction?.keys ?? env['PORTICO_STATE_KEY']?.split(',').map((key) => key.trim()) ?? [],
  };
}

/** @throws PorticoError `PORTICO_JOBS_OPTION` */
export function roleOf({ role }: PorticoOptions, env: Environment = environment()): Role {
  const given = role ?? (env['PORTICO_ROLE'] || 'both');
  if (given === 'server' || given === 'worker' || given === 'both') return given;
  throw invalid(`the role '${given}'`, `Use 'server', 'worker' or 'both'.`);
}

function count(
  jobs: JobsOptions,
  name: 'concurrency' | 'attempts' | 'tasksPerCaller',
  fallback: number,
): number {
  const value = jobs[name] ?? fallback;
  if (Number.isInteger(value) && value > 0) return value;
  throw invalid(`jobs.${name} ${value}`, 'Use a whole number from 1 on.');
}

function invalid(what: string, cure: string): PorticoError {
  return new PorticoError(
    'PORTICO_JOBS_OPTION',
    `Background work cannot be set up: ${what} cannot be used. ${cure}`,
  );
}
