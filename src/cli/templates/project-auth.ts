import { createApiKey } from '../../identity/api-keys.js';
import type { Choices } from '../new/choices.js';
import type { TemplateFile } from './file.js';

/** What a new project's main.ts imports to know its callers. */
export const authImports: Readonly<Record<Choices['auth'], string>> = {
  none: '',
  'api-keys': 'apiKeys, ',
  jwt: 'jwtVerifier, ',
};

/** What stands in main.ts before the application. */
export const authSetup: Readonly<Record<Choices['auth'], string>> = {
  none: '',
  'api-keys': '',
  jwt: `const issuer = process.env['OAUTH_ISSUER'] ?? 'https://login.example.org';

`,
};

/** The option of the application. On stdio whoever started the process is the user. */
export const authOption: Readonly<Record<Choices['auth'], string>> = {
  none: '',
  'api-keys': `  auth: {
    // Over HTTP; the hash is in .env, beside the key. Nobody gets in where the variable is not set.
    verify: apiKeys((hash) => (hash === process.env['API_KEY_HASH'] ? { subject: 'first-caller' } : undefined)),
    stdio: { subject: 'me' },
  },
`,
  jwt: `  auth: {
    // Over HTTP: tokens that this issuer made for this server.
    resource: process.env['MCP_RESOURCE'] ?? 'http://127.0.0.1:3000/mcp',
    authorizationServers: [issuer],
    verify: jwtVerifier({ issuer }),
    stdio: { subject: 'me' },
  },
`,
};

/** A first key, where there are keys; git does not see the file. */
export function projectEnvironment({ auth }: Choices): TemplateFile[] {
  if (auth !== 'api-keys') return [];
  const { key, hash } = createApiKey();
  const content = `# The server needs the hash only. Give the key to the caller, and make others by createApiKey() of 'portico'.
API_KEY=${key}
API_KEY_HASH=${hash}
`;
  return [{ path: '.env', content }];
}

/** What the README of a new project says of its callers. */
export function authReadme(auth: Choices['auth'], exec: string): string {
  const call = (header: string): string =>
    `\`\`\`sh
${exec} portico start --http
# in another terminal
${exec} portico call whoAmI --url http://127.0.0.1:3000/mcp --header ${header}
\`\`\`
`;
  switch (auth) {
    case 'none':
      return '';
    case 'api-keys':
      return `
Over HTTP callers need a key. The first one is in \`.env\` (\`API_KEY\`), beside its hash, which is all the server knows:

${call('"x-api-key: $(grep ^API_KEY= .env | cut -d= -f2)"')}
Elsewhere set \`API_KEY_HASH\`, as by \`docker run --env-file .env …\`.
`;
    case 'jwt':
      return `
Over HTTP callers need a token of the OAuth server \`OAUTH_ISSUER\`, made for \`MCP_RESOURCE\`; set both, here in \`.env\`:

${call('"authorization: Bearer $TOKEN"')}`;
  }
}
