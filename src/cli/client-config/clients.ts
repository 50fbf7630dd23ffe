import { homedir } from 'node:os';
import path from 'node:path';

/** How a client names the servers it knows. */
export interface ClientFormat {
  /** Where it reads them; `undefined` where that is not known on this system. */
  readonly file: (project: string) => string | undefined;
  /** The key that holds the entries. */
  readonly key: 'mcpServers' | 'servers' | 'context_servers';
  /** Whether an entry says by `type` how it is reached. */
  readonly typed: boolean;
  /** What a URL is called. */
  readonly url: 'url' | 'httpUrl' | 'serverUrl' | undefined;
}

const inHome = (...parts: string[]) => path.join(homedir(), ...parts);
const inProject =
  (...parts: string[]) =>
  (project: string) =>
    path.join(project, ...parts);

/** Where Claude Desktop keeps its settings. */
function claudeDesktop(): string | undefined {
  const file = 'claude_desktop_config.json';
  if (process.platform === 'darwin') return inHome('Library/Application Support/Claude', file);
  if (process.platform === 'win32')
    return process.env['APPDATA'] && path.join(process.env['APPDATA'], 'Claude', file);
  return inHome('.config/Claude', file);
}

/** The clients whose files are known, by the name they are asked for. */
export const CLIENTS = {
  claude: { file: claudeDesktop, key: 'mcpServers', typed: false, url: undefined },
  'claude-code': { file: inProject('.mcp.json'), key: 'mcpServers', typed: true, url: 'url' },
  cursor: { file: inProject('.cursor/mcp.json'), key: 'mcpServers', typed: false, url: 'url' },
  vscode: { file: inProject('.vscode/mcp.json'), key: 'servers', typed: true, url: 'url' },
  windsurf: {
    file: () => inHome('.codeium/windsurf/mcp_config.json'),
    key: 'mcpServers',
    typed: false,
    url: 'serverUrl',
  },
  gemini: { file: inProject('.gemini/settings.json'), key: 'mcpServers', typed: false, url: 'httpUrl' },
  zed: { file: inProject('.zed/settings.json'), key: 'context_servers', typed: false, url: 'url' },
} as const satisfies Readonly<Record<string, ClientFormat>>;

export type ClientName = keyof typeof CLIENTS;
