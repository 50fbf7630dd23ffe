import type { ServerLog } from '../common/server-log.js';
import type { CacheHint } from '../metadata/records.js';
import type { ServerIdentity } from '../protocol/server-identity.js';

/** What `PorticoFactory.create` needs to know beside the modules. */
export interface PorticoOptions extends ServerIdentity {
  /** Where the server writes what its operator should see. Default: stderr. */
  readonly log?: ServerLog;
  /**
   * Tell clients the text and stack of every error, for a server on your own machine. Default: `false`; nothing else
   * turns it on.
   */
  readonly development?: boolean;
  /** How many entries a page of a list has. Default: all in one page. */
  readonly pageSize?: number;
  /** What clients of the stateless revision may do with lists. Default: keep nothing. */
  readonly listCache?: CacheHint;
  /** How long each `onShutdown` hook and each disposal of a request-scoped instance may take, in ms. Default: 5000. */
  readonly shutdownTimeout?: number;
  readonly state?: {
    /** How many values the store of this process holds; when it is full it refuses. Default: 100,000. */
    readonly capacity?: number;
  };
}

/** How `app.listen` serves. What is not given comes from the command line, then from the environment. */
export interface ListenOptions {
  /** `--stdio`, `--http`, `PORTICO_TRANSPORT`. Default: `stdio`. */
  readonly transport?: 'stdio' | 'http';
  /** `--port`, `PORTICO_PORT`. Default: 3000; 0 takes a free one. */
  readonly port?: number;
  /** `--host`, `PORTICO_HOST`. Default: `127.0.0.1`. */
  readonly host?: string;
  /** `--path`, `PORTICO_PATH`. Default: `/mcp`. */
  readonly path?: string;
  /** Names under which clients may address an HTTP server, beside the names of this machine's loopback. */
  readonly allowedHosts?: readonly string[];
  /** Names of the sites whose pages may call an HTTP server, beside loopback. */
  readonly allowedOrigins?: readonly string[];
  /** Largest body of a request, in bytes. Default: 4 MiB. */
  readonly maxBodySize?: number;
  /** Sessions of HTTP clients: how many at most (default 10,000), and how long an unused one is kept, in ms (default 30 minutes). */
  readonly sessions?: { readonly max?: number; readonly idle?: number };
  /** Close the application on SIGINT and SIGTERM. Default: `true`. */
  readonly signals?: boolean;
}
