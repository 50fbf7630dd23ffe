import { readConfigurationFile } from './configuration-file.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The environment, and beneath it the configuration file that it names, if it names one. */
export function environment(env: Environment = process.env): Environment {
  const file = env['PORTICO_CONFIG'];
  if (!file) return env;
  // An empty variable is how many tools write one that is not set.
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  return { ...readConfigurationFile(file).variables, ...set };
}
