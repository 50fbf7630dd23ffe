import { OperatorError } from '../common/operator-error.js';

export type StorageKind = 'memory' | 'sqlite' | 'redis' | 'postgres';

/** Where data is kept: `memory:`, `sqlite:path/to/file.db`, `redis://…` or `rediss://…`, `postgres://…`. */
export interface StorageUrl {
  readonly kind: StorageKind;
  /** The URL for a server, the path for a file. */
  readonly location: string;
}

/** @throws PorticoError `PORTICO_STORAGE_URL`; the message names the scheme only, since a URL may hold a password */
export function parseStorageUrl(url: string): StorageUrl {
  const scheme = url.slice(0, url.indexOf(':') + 1);
  switch (scheme) {
    case 'memory:':
      return { kind: 'memory', location: '' };
    case 'sqlite:':
    case 'file:':
      return { kind: 'sqlite', location: url.slice(scheme.length).replace(/^\/\/(?=\/)/, '') };
    case 'redis:':
    case 'rediss:':
      return { kind: 'redis', location: url };
    case 'postgres:':
    case 'postgresql:':
      return { kind: 'postgres', location: url };
    default:
      throw new OperatorError(
        'PORTICO_STORAGE_URL',
        `'${scheme}' is no kind of storage. Use memory:, sqlite:path/to/file.db, redis://host:6379 or postgres://user@host/database.`,
      );
  }
}
