/** How a server is to be served, as `app.listen` reads it from the command line. */
export interface ServeFlags {
  readonly http?: boolean;
  readonly stdio?: boolean;
  readonly port?: string;
  readonly host?: string;
  readonly path?: string;
}

/** How a server is served while it is written. */
export interface DevFlags extends ServeFlags {
  /** Whether there is a page that shows what happens. */
  readonly dashboard: boolean;
  /** The port of that page. */
  readonly dashboardPort?: string;
}

/** The flags as the server's own command line. */
export function serveArguments({ http, stdio, port, host, path }: ServeFlags): string[] {
  return [
    ...(http ? ['--http'] : []),
    ...(stdio ? ['--stdio'] : []),
    ...(port === undefined ? [] : ['--port', port]),
    ...(host === undefined ? [] : ['--host', host]),
    ...(path === undefined ? [] : ['--path', path]),
  ];
}
