import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { KeyRing } from './key-ring.js';

const VERSION = 'p1';
const NONCE = 12;
const TAG = 16;

/** Thrown for every text that does not open; the reason is for the log, never for the client. */
export class StateRejected extends Error {
  override readonly name = 'StateRejected';
}

/**
 * Seals what travels through the client: encrypted, because it holds answers and results of effects, and bound to what
 * it belongs to, because the client may send it back anywhere.
 */
export class StateSeal {
  constructor(private readonly keys: KeyRing) {}

  /** Whether only this process opens what it seals. */
  get isOfThisProcess(): boolean {
    return this.keys.isRandom;
  }

  /** @param binding what the text is valid for; not contained in it */
  seal(payload: unknown, binding: string): string {
    const { id, key } = this.keys.sealing;
    const nonce = randomBytes(NONCE);
    const cipher = createCipheriv('aes-256-gcm', key, nonce);
    cipher.setAAD(Buffer.from(`${VERSION}.${id}.${binding}`));
    const sealed = Buffer.concat([cipher.update(JSON.stringify(payload), 'utf8'), cipher.final()]);
    return `${VERSION}.${id}.${Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')}`;
  }

  /** @throws StateRejected for a text that was not sealed for this binding, or with a key that is not on the ring */
  open(text: string, binding: string): unknown {
    const [version, id, body, ...rest] = text.split('.');
    if (version !== VERSION || id === undefined || body === undefined || rest.length > 0)
      throw new StateRejected('not in the form of a sealed state');
    const key = this.keys.find(id)?.key;
    if (!key) throw new StateRejected('sealed with a key that is not on the ring');
    const bytes = Buffer.from(body, 'base64url');
    // Node skips what is no base64, so that many texts would be the same bytes: only the one that was sealed is taken.
    if (bytes.toString('base64url') !== body) throw new StateRejected('not in the form of a sealed state');
    if (bytes.length < NONCE + TAG) throw new StateRejected('too short');
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE), { authTagLength: TAG });
      decipher.setAAD(Buffer.from(`${VERSION}.${id}.${binding}`));
      decipher.setAuthTag(bytes.subarray(NONCE, NONCE + TAG));
      const opened = Buffer.concat([decipher.update(bytes.subarray(NONCE + TAG)), decipher.final()]);
      return JSON.parse(opened.toString('utf8'));
    } catch (error) {
      throw new StateRejected('tampered with, or sealed for another request or caller', { cause: error });
    }
  }
}
