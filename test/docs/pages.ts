import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '../..');

/** What a reader may copy from a page, or is shown by it. */
export interface Block {
  /** The page, from the root of the repository. */
  readonly page: string;
  /** The line of the page that its first line stands in. */
  readonly line: number;
  readonly language: string;
  readonly text: string;
}

/** Pages made from doc comments, and what the site is built with. */
const NOT_WRITTEN = /^docs\/(?:api|\.vitepress)\//;

/** Every page people read, from the root of the repository. */
export function pages(): string[] {
  const inDocs = readdirSync(path.join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .map((file) => path.posix.join('docs', ...file.split(path.sep)))
    .filter((file) => file.endsWith('.md') && !NOT_WRITTEN.test(file));
  return ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', ...inDocs.sort()];
}

export const textOf = (page: string): string => readFileSync(path.join(root, page), 'utf8');

/** The fenced blocks of a page. A fence without a language has the language `''`. */
export function blocksOf(page: string, markdown = textOf(page)): Block[] {
  const fences = markdown.matchAll(/^```([^\n]*)\n(.*?)^```$/gms);
  return Array.from(fences, ({ index, 1: language, 2: text }) => ({
    page,
    line: markdown.slice(0, index).split('\n').length + 1,
    language: language!.trim(),
    text: text!,
  }));
}

/** A page without its blocks and without code in its sentences: what is left are words and links. */
export const proseOf = (page: string): string =>
  textOf(page)
    .replace(/^```.*?^```$/gms, '')
    .replace(/`[^`\n]*`/g, '');
