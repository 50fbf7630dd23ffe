import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** A refusal: the status, and a reason for whoever wonders. */
export interface Refusal {
  readonly status: 401 | 403;
  readonly reason: string;
}

/**
 * Who may look and answer: pages of this very address only, and of those only who has the key that was printed where the
 * developer sees it. The key never travels in a URL or a cookie: other servers on this machine would be sent both.
 */
export class Admission {
  private readonly digest: Buffer;

  constructor(key: string) {
    this.digest = digestOf(key);
  }

  /** Whether the request comes from another site's page, by a name or from an origin that is not this server's. */
  strange({ headers, socket }: IncomingMessage): Refusal | undefined {
    const hosts = ['127.0.0.1', 'localhost'].map((name) => `${name}:${socket.localPort}`);
    const { host = '', origin } = headers;
    if (!hosts.includes(host.toLowerCase())) return { status: 403, reason: 'This host is not served.' };
    if (origin !== undefined && origin !== `http://${host}`)
      return { status: 403, reason: 'This origin is not served.' };
    return undefined;
  }

  /** Whether the request lacks the key, or is made by another site's page. The page itself may be opened from anywhere. */
  keyless({ headers }: IncomingMessage): Refusal | undefined {
    const site = headers['sec-fetch-site'];
    if (site !== undefined && site !== 'same-origin' && site !== 'none')
      return { status: 403, reason: 'Pages of other sites are not served.' };
    const key = /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1];
    if (key !== undefined && timingSafeEqual(digestOf(key), this.digest)) return undefined;
    return { status: 401, reason: 'Open the address that portico dev has printed.' };
  }
}

function digestOf(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
