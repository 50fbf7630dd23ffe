import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { PorticoError } from '../../common/portico-error.js';
import { KeyRing } from '../../interaction/key-ring.js';
import { StateSeal } from '../../interaction/sealed-state.js';
import { parseStorageUrl } from '../../storage/storage-url.js';
import { TaskVault } from './task-vault.js';

/**
 * To be asked before anything is opened.
 *
 * @throws PorticoError `PORTICO_JOBS_KEY` for a server other processes use, without a key they could share
 */
export function requireKey(keys: readonly string[], storeUrl: string): void {
  const { kind } = parseStorageUrl(storeUrl);
  if (keys.length > 0 || kind === 'sqlite' || kind === 'memory') return;
  throw new PorticoError(
    'PORTICO_JOBS_KEY',
    'What background jobs keep on a server is encrypted, and no key is configured. Set PORTICO_STATE_KEY (or interaction.keys) to the same secret in every process, such as that of "openssl rand -base64 32".',
  );
}

/**
 * The vault for what is stored at a URL: by the application's keys; for a file, by a key beside it where there is none, so
 * that a copy of the file alone tells nothing; for what stays in this process, open.
 */
export function createVault(keys: readonly string[], storeUrl: string): TaskVault {
  const { kind, location } = parseStorageUrl(storeUrl);
  if (kind === 'memory') return new TaskVault(undefined);
  const secrets = keys.length > 0 ? keys : [keyBeside(`${location}.key`)];
  return new TaskVault(new StateSeal(new KeyRing(secrets, 'portico tasks v1')));
}

/** Of processes that start together one writes the key, and all read the same. */
function keyBeside(file: string): string {
  try {
    writeFileSync(file, `${randomBytes(32).toString('base64')}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  for (let attempt = 0; ; attempt++) {
    const key = readFileSync(file, 'utf8').trim();
    if (key.length >= 32) return key;
    // Another process has made the file and not yet written it.
    if (attempt > 100) throw new Error(`The file ${file} holds no key. Remove it; tasks it sealed are lost.`);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
  }
}
