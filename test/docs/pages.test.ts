import { expect, it } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Context } from 'portico';
import { program } from '../../src/cli/program.js';
import { DEFAULTS } from '../../src/cli/new/choices.js';
import { projectFiles } from '../../src/cli/templates/project.js';
import { blocksOf, pages, proseOf, root, textOf } from './pages.js';

/** What stands on the pages beside code is right too: commands and flags exist, JSON is JSON, links lead somewhere. */

const blocks = pages().flatMap((page) => blocksOf(page));
const where = ({ page, line }: { page: string; line: number }) => `${page}:${line}`;

/** Every language a block may have, and what looks at it. */
const CHECKED = new Map([
  ['ts', 'compiled by code.test.ts'],
  ['console', 'run by code.test.ts'],
  ['sh', 'commands and flags are looked up here; what it would install or serve is not run'],
  ['json', 'parsed here'],
  ['dockerfile', 'compared here with the one of a new project'],
  ['text', 'a picture made of letters: nothing a reader would run'],
]);

it('every block is in a language that is checked', () => {
  const unknown = blocks.filter(({ language }) => !CHECKED.has(language));
  expect(unknown.map((block) => `${where(block)} ${block.language}`)).toEqual([]);
});

it('every JSON block is JSON', () => {
  const broken = blocks.filter(({ language, text }) => language === 'json' && !isJson(text));
  expect(broken.map(where)).toEqual([]);
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

it('the Dockerfile of the pages is that of a new project', () => {
  const template = { name: 'demo', portico: '^0.1.0', packageManager: 'npm' } as const;
  const files = projectFiles({ ...template, choices: { ...DEFAULTS, transport: 'http' } });
  const dockerfile = files.find((file) => file.path === 'Dockerfile')!.content;
  const shown = blocks.filter(({ language }) => language === 'dockerfile');
  expect(shown.map(({ text }) => text)).toEqual([dockerfile]);
});

it('every command of portico that a page shows exists, with its flags', () => {
  const commands = program().commands;
  const shown = blocks
    .filter(({ language }) => ['sh', 'console'].includes(language))
    .flatMap((block) =>
      Array.from(
        block.text.matchAll(/(?<![\w/@.-]|install )portico ([\w-]+)([^\n#|&]*)/g),
        ([, name, rest]) => ({
          at: where(block),
          name: name!,
          rest: rest!,
        }),
      ),
    );
  expect(shown.length).toBeGreaterThan(5);
  const unknown = shown.filter(({ name, rest }) => {
    const command = commands.find((one) => one.name() === name || one.aliases().includes(name));
    const [own] = rest.split(' -- ');
    const flags = Array.from(own!.matchAll(/(?<=\s)--?[a-z][\w-]*/g), ([flag]) => flag);
    return (
      !command ||
      flags.some((flag) => !command.options.some(({ long, short }) => [long, short].includes(flag)))
    );
  });
  expect(unknown).toEqual([]);
});

it('every command and every member of Context has its place in a table', () => {
  const cli = textOf('docs/guide/cli.md');
  const names = program().commands.map((command) => command.name());
  expect(names.filter((name) => !cli.includes(`| \`portico ${name}`))).toEqual([]);

  const table = textOf('docs/context/index.md');
  const members = Object.getOwnPropertyNames(Context.prototype).filter((name) => name !== 'constructor');
  expect(members.length).toBeGreaterThan(50);
  expect(members.filter((name) => !table.includes(`\`${name}\``))).toEqual([]);
});

it('every script of npm that a page shows exists, here or in a new project', () => {
  const own = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { scripts: object };
  const choices = { ...DEFAULTS, jobs: 'sqlite' } as const;
  const project = projectFiles({ name: 'demo', portico: '^0.1.0', packageManager: 'npm', choices });
  const manifest = project.find((file) => file.path === 'package.json')!.content;
  const { scripts } = JSON.parse(manifest) as { scripts: object };
  const known = new Set([...Object.keys(own.scripts), ...Object.keys(scripts)]);
  const shown = pages().flatMap((page) =>
    Array.from(textOf(page).matchAll(/npm run ([\w:-]+)/g), ([, name]) => `${page} ${name}`),
  );
  expect(shown.length).toBeGreaterThan(5);
  expect(shown.filter((one) => !known.has(one.split(' ')[1]!))).toEqual([]);
});

it('every test that a page names as proof exists', () => {
  const named = pages().flatMap((page) =>
    Array.from(textOf(page).matchAll(/`(test\/[\w./-]+)`/g), ([, file]) => ({ page, file: file! })),
  );
  const promises = named.filter(({ page }) => page === 'README.md');
  expect(promises.length).toBeGreaterThan(20);
  expect(named.filter(({ file }) => !existsSync(path.join(root, file)))).toEqual([]);
  const proofs = promises.filter(({ file }) => !file.endsWith('.test.ts'));
  expect(proofs).toEqual([]);
});

it('the map of the house names every room, and files that are there', () => {
  const map = textOf('CONTRIBUTING.md');
  const rooms = readdirSync(path.join(root, 'src'), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  const listed = Array.from(map.matchAll(/^\|[^|]*\| `(\w+)\/` +\|/gm), ([, room]) => room!);
  expect(listed.sort()).toEqual(rooms.map(({ name }) => name).sort());
  const files = Array.from(map.matchAll(/`((?:src|docs|test)\/[\w./-]*)`/g), ([, file]) => file!);
  expect(files.length).toBeGreaterThan(15);
  expect(files.filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
});

/** As GitHub and VitePress name the headings of a page. */
function anchorsOf(page: string): string[] {
  const text = textOf(page).replace(/^```.*?^```$/gms, '');
  return Array.from(text.matchAll(/^#{1,6} (.+)$/gm), ([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-'),
  );
}

it('every link within the repository leads somewhere', () => {
  const links = pages().flatMap((page) =>
    Array.from(proseOf(page).matchAll(/\]\((?!\w+:)([^)#\s]*)(?:#([^)\s]*))?\)/g), ([, target, anchor]) => ({
      page,
      target: target ? path.posix.join(path.posix.dirname(page), target) : page,
      anchor,
    })),
  );
  expect(links.length).toBeGreaterThan(100);
  // Made from doc comments when the site is built, which refuses dead links.
  const written = links.filter(({ target }) => !target.startsWith('docs/api/'));
  const dead = written.filter(
    ({ target, anchor }) =>
      !existsSync(path.join(root, target)) || (anchor && !anchorsOf(target).includes(anchor)),
  );
  expect(dead).toEqual([]);
});

it('every decision has a number of its own, and stands in the list', () => {
  const decisions = pages().filter((page) => /^docs\/adr\/\d/.test(page));
  const list = textOf('docs/adr/README.md');
  const lines = decisions.map((page) => {
    const title = /^# (.+)$/m.exec(textOf(page))![1]!;
    expect(title).toMatch(new RegExp(`^${Number(path.basename(page).slice(0, 4))}\\. `));
    return `- [${title}](${path.basename(page)})`;
  });
  expect(new Set(decisions.map((page) => path.basename(page).slice(0, 4))).size).toBe(decisions.length);
  expect(list.split('\n').filter((line) => line.startsWith('- '))).toEqual(lines);
});
