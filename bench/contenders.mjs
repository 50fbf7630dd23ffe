/** Who is measured. `file` is from this folder; `modes` are those it knows. */

const ALL_MODES = ['sessions', 'stateless', '2026-07-28', 'stdio'];

/** No SDK and no framework: the floor. */
export const LIMIT = {
  name: 'limit',
  what: 'bare `node:http`, no SDK',
  file: 'contenders/limit/server.mjs',
  modes: ALL_MODES,
};

/** The official SDK, as its documentation says. */
export const SDK = {
  name: 'sdk2',
  what: 'official SDK v2, `McpServer`',
  package: '@modelcontextprotocol/server',
  file: 'contenders/sdk2.mjs',
  modes: ALL_MODES,
};

export const PORTICO = {
  name: 'portico',
  what: 'Portico',
  file: 'contenders/portico/server.mjs',
  modes: ALL_MODES,
};

/** Everything through the SDK's server. */
export const PORTICO_OFF = {
  ...PORTICO,
  name: 'portico-off',
  what: 'Portico without its hot path',
  env: { PORTICO_HOT_PATH: 'off' },
};
