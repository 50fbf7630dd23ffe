import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitepress';

const docs = fileURLToPath(new URL('..', import.meta.url));

/** A page as an entry of the sidebar; its title is its first heading. */
function entry(page) {
  const file = join(docs, `${page}.md`);
  const title = /^# (.+)$/m.exec(readFileSync(file, 'utf8'))?.[1] ?? basename(page);
  return { text: title.replaceAll('`', ''), link: `/${page.replace(/(^|\/)(?:index|README)$/, '$1')}` };
}

/** Every page of a folder, its index first. */
function folder(name) {
  const path = join(docs, name);
  if (!existsSync(path)) return [];
  const pages = readdirSync(path).filter((file) => file.endsWith('.md'));
  const isIndex = (page) => /^(?:index|README)$/.test(page);
  return pages
    .map((file) => basename(file, '.md'))
    .sort((a, b) => Number(isIndex(b)) - Number(isIndex(a)) || a.localeCompare(b))
    .map((page) => entry(`${name}/${page}`));
}

const of = (name, pages) => pages.map((page) => entry(`${name}/${page}`));

/** The reference, made from doc comments before the site is built: `npm run docs:api`. */
const reference = ['classes', 'functions', 'interfaces', 'type-aliases', 'variables'].map((kind) => ({
  text: kind,
  collapsed: true,
  items: folder(`api/portico/${kind}`).map(({ text, link }) => ({
    text: text.replace(/^[\w ]+: |\(\)$/g, ''),
    link,
  })),
}));

const sidebar = [
  {
    text: 'Start',
    items: [entry('guide/first-server'), entry('guide/eras'), entry('guide/cli'), entry('guide/dashboard')],
  },
  { text: 'Building', items: of('guide', ['components', 'schema', 'modules', 'around-a-call', 'testing']) },
  {
    text: 'Context',
    items: [
      entry('context/index'),
      ...of('context', ['logging', 'progress', 'state', 'elicitation', 'sampling', 'roots', 'once', 'jobs']),
      ...of('context', ['visibility', 'components', 'request']),
    ],
  },
  { text: 'Beyond a call', items: of('guide', ['tasks', 'state', 'identity']) },
  { text: 'Running', items: [...of('guide', ['deployment', 'security']), entry('configuration')] },
  { text: 'Moving', items: [...of('migration', ['sdk', 'fastmcp', 'mcp-nest']), entry('comparison')] },
  { text: 'Errors', collapsed: true, items: folder('errors') },
  { text: 'Decisions', collapsed: true, items: folder('adr') },
];

export default defineConfig({
  title: 'Portico',
  description: 'A server framework for the Model Context Protocol in TypeScript',
  // Pages are read on GitHub too, where a folder shows its README.
  rewrites: { 'errors/README.md': 'errors/index.md', 'adr/README.md': 'adr/index.md' },
  cacheDir: fileURLToPath(new URL('../../node_modules/.cache/vitepress', import.meta.url)),
  ignoreDeadLinks: false,
  vite: { build: { chunkSizeWarningLimit: 4_000 } }, // the index of the search is one file
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    nav: [
      { text: 'Guide', link: '/guide/first-server' },
      { text: 'Errors', link: '/errors/' },
      { text: 'API', link: '/api/' },
    ],
    sidebar: { '/': sidebar, '/api/': [{ text: 'API reference', link: '/api/', items: reference }] },
  },
});
