/** How a server is to be served, as `app.listen` reads it from the command line. */
export interface ServeFlags {
  readonly http?: boolean;
  readonly stdio?: boolean;
  readonly port?: string;
  readonly host?: string;
  readonly path?: string;
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
