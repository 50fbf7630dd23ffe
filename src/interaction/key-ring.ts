import { hkdfSync, randomBytes } from 'node:crypto';
import { PorticoError } from '../common/portico-error.js';

/** Keys for different purposes are derived from one secret, so that a text sealed for one opens for no other. */
export type KeyPurpose = 'portico request state v1' | 'portico tasks v1';

export interface RingKey {
  /** Tells which key sealed a text. Derived, so it says nothing about the key. */
  readonly id: string;
  readonly key: Buffer;
}

/** The keys that seal and open state: the first seals, all open, so that a key can be replaced while clients hold state. */
export class KeyRing {
  private keys: readonly RingKey[] | undefined;

  /**
   * @param secrets at least 32 characters each, newest first; none makes a random key, which other processes and later
   * starts do not have
   * @throws PorticoError `PORTICO_WEAK_KEY`
   */
  constructor(
    private readonly secrets: readonly string[],
    private readonly purpose: KeyPurpose = 'portico request state v1',
  ) {
    if (secrets.some((secret) => secret.length < 32))
      throw new PorticoError(
        'PORTICO_WEAK_KEY',
        'A key of interaction.keys (or PORTICO_STATE_KEY) is shorter than 32 characters. Use random ones, such as those of "openssl rand -base64 32".',
      );
  }

  /** Whether no other process, and no later start of this one, opens what this ring seals. */
  get isRandom(): boolean {
    return this.secrets.length === 0;
  }

  get sealing(): RingKey {
    return this.all[0]!;
  }

  find(id: string): RingKey | undefined {
    return this.all.find((key) => key.id === id);
  }

  private get all(): readonly RingKey[] {
    return (this.keys ??=
      this.secrets.length > 0
        ? this.secrets.map((secret) => derive(secret, this.purpose))
        : [derive(randomBytes(32).toString('base64'), this.purpose)]);
  }
}

function derive(secret: string, purpose: KeyPurpose): RingKey {
  const bytes = Buffer.from(hkdfSync('sha256', secret, '', purpose, 38));
  return { id: bytes.subarray(32).toString('base64url'), key: bytes.subarray(0, 32) };
}
