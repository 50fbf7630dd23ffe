import { OperatorError } from '../common/operator-error.js';
import { PorticoError } from '../common/portico-error.js';
import { endpointOptions, serverLimits } from '../transport/http/http-options.js';
import type { HttpListenOptions } from '../transport/http/index.js';
import type { ListenOptions } from './options.js';
import { environment, type Environment } from './configuration/environment.js';
import { readFlags } from './read-flags.js';

/** Listen options with nothing left open. */
export interface ResolvedListenOptions {
  readonly transport: 'stdio' | 'http';
  readonly http: HttpListenOptions;
  readonly signals: boolean;
}

/**
 * Fills what the code leaves open, from the command line, then from the environment, then by default.
 *
 * @throws PorticoError `PORTICO_LISTEN_OPTION` for a value that cannot be used
 */
export function resolveListenOptions(
  options: ListenOptions,
  argv: readonly string[] = process.argv.slice(2),
  env: Environment = environment(),
): ResolvedListenOptions {
  const flags = readFlags(options.flags === false ? [] : argv);
  // An empty variable is how many tools write one that is not set.
  const variable = (name: string): string | undefined => env[name] || undefined;
  const transport = options.transport ?? flags.transport ?? variable('PORTICO_TRANSPORT') ?? 'stdio';
  if (transport !== 'stdio' && transport !== 'http')
    throw invalid(`transport '${transport}' is unknown`, `Use 'stdio' or 'http'.`);
  const port = String(options.port ?? flags.port ?? variable('PORTICO_PORT') ?? 3000);
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    throw invalid(`port '${port}' is no port`, 'Use a number from 0 to 65535.');
  const path = options.path ?? flags.path ?? variable('PORTICO_PATH') ?? '/mcp';
  if (!path.startsWith('/')) throw invalid(`path '${path}' must start with '/'`, `Use '/${path}'.`);
  if (options.legacySse && options.sessions === false)
    throw invalid(
      'legacySse needs sessions, and the option sessions is false',
      'Leave out one of them: over HTTP+SSE the connection is the session.',
    );
  const host = options.host ?? flags.host ?? variable('PORTICO_HOST') ?? '127.0.0.1';
  return {
    transport,
    signals: options.signals ?? true,
    http: {
      ...endpointOptions(options),
      ...serverLimits(options),
      host,
      port: Number(port),
      path,
      legacySse: options.legacySse ? { stream: '/sse', messages: '/messages' } : undefined,
    },
  };
}

function invalid(problem: string, cure: string): PorticoError {
  return new OperatorError('PORTICO_LISTEN_OPTION', `The server cannot listen: ${problem}. ${cure}`);
}
