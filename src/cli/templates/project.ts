import type { Choices } from '../new/choices.js';
import type { TemplateFile } from './file.js';
import { projectEnvironment } from './project-auth.js';
import { projectManifest } from './project-manifest.js';
import { projectReadme } from './project-readme.js';
import { projectSources } from './project-sources.js';

export interface ProjectTemplate {
  /** The name of the package and of the server. */
  readonly name: string;
  readonly choices: Choices;
  /** Where Portico comes from, as package.json says it: `^0.1.0`, `file:…`. */
  readonly portico: string;
  readonly packageManager: 'npm' | 'pnpm' | 'yarn' | 'bun';
}

/** Everything a new project consists of. */
export function projectFiles(template: ProjectTemplate): TemplateFile[] {
  return [
    { path: 'package.json', content: json(projectManifest(template)) },
    { path: 'tsconfig.json', content: json(TSCONFIG) },
    { path: 'nest-cli.json', content: json(NEST_CLI) },
    { path: '.gitignore', content: 'node_modules/\ndist/\n.portico/\n.env\n' },
    { path: '.dockerignore', content: 'node_modules/\ndist/\n.portico/\n.env\n.git/\n' },
    { path: 'Dockerfile', content: dockerfile(template.choices) },
    { path: 'README.md', content: projectReadme(template) },
    ...projectEnvironment(template.choices),
    ...projectSources(template),
  ];
}

/** How a project is compiled. */
export const TSCONFIG = {
  compilerOptions: {
    target: 'es2022',
    module: 'nodenext',
    rootDir: 'src',
    outDir: 'dist',
    types: ['node'],
    strict: true,
    noUncheckedIndexedAccess: true,
    experimentalDecorators: true,
    emitDecoratorMetadata: true,
    skipLibCheck: true,
  },
  include: ['src'],
};

const NEST_CLI = {
  $schema: 'https://json.schemastore.org/nest-cli',
  collection: 'portico',
  sourceRoot: 'src',
  entryFile: 'main',
};

function json(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

/** Dependencies are installed where they are used, so that native ones fit. */
function dockerfile({ transport }: Choices): string {
  const served =
    transport === 'http'
      ? `ENV PORTICO_TRANSPORT=http PORTICO_HOST=0.0.0.0
EXPOSE 3000
`
      : '';
  return `FROM node:24-slim AS build
WORKDIR /app
COPY package*.json ./
RUN npm install
COPY tsconfig.json ./
COPY src ./src
RUN npm run build && npm prune --omit=dev

FROM node:24-slim
WORKDIR /app
ENV NODE_ENV=production
${served}COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
RUN mkdir .portico && chown node .portico
USER node
CMD ["node", "dist/main.js"]
`;
}
