import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { packageFolder } from '../../package-info.js';

/** A file of the page. */
export interface PageFile {
  readonly type: string;
  readonly read: () => Promise<Buffer | string>;
}

/** What the page's modules import by name, and where the browser finds it. */
const IMPORTS = {
  'lit-html': '/library/lit-html.js',
  'lit-html/directives/repeat.js': '/library/directives/repeat.js',
  'lit-html/directives/live.js': '/library/directives/live.js',
  '@dagrejs/dagre': '/library/dagre.js',
};

const importMap = JSON.stringify({ imports: IMPORTS });

/** What the page may do: load what this server has, speak to this server, and nothing else. */
export const POLICY = [
  `default-src 'none'`,
  `script-src 'self' 'sha256-${createHash('sha256').update(importMap).digest('base64')}'`,
  `style-src 'self'`,
  `img-src 'self'`,
  `connect-src 'self'`,
  `base-uri 'none'`,
  `form-action 'none'`,
  `frame-ancestors 'none'`,
  `require-trusted-types-for 'script'`,
  `trusted-types lit-html`,
].join('; ');

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.html': 'text/html; charset=utf-8',
};

const page = path.join(packageFolder, 'dist/cli/dashboard/page');
const require = createRequire(import.meta.url);

/** The file at a path of the server, if there is one; nothing else of the disk is reached. */
export function pageFile(url: string): PageFile | undefined {
  if (url === '/') {
    const html = file(path.join(page, 'index.html'));
    return { ...html, read: async () => String(await html.read()).replace('{}', importMap) };
  }
  const library = /^\/library\/((?:[\w-]+\/)*[\w-]+\.js)$/.exec(url)?.[1];
  if (library !== undefined) return libraryFile(library);
  const own = /^\/page\/((?:[\w-]+\/)*[\w-]+\.(?:js|css|svg))$/.exec(url)?.[1];
  return own === undefined ? undefined : file(path.join(page, own));
}

/** The build of each library that is meant for browsers. */
function libraryFile(name: string): PageFile {
  if (name === 'dagre.js') return file(path.join(packageOf('@dagrejs/dagre'), 'dist/dagre.esm.js'));
  return file(path.join(packageOf('lit-html'), name));
}

/** lit-html has no door to its manifest; what it shows to Node stands in a folder below. */
function packageOf(name: string): string {
  const entry = require.resolve(name);
  return entry.slice(
    0,
    entry.lastIndexOf(path.join('node_modules', name)) + path.join('node_modules', name).length,
  );
}

function file(at: string): PageFile {
  return { type: TYPES[path.extname(at)]!, read: () => readFile(at) };
}
