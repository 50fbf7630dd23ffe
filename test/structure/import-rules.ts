import { posix } from 'node:path';

/** One file of src/: its path below src/, and every module it names in an import or an export-from. */
export interface SourceFile {
  file: string;
  imports: readonly string[];
}

/** The house, from the ground up. A room may use its own floor and the floors below. */
const floors: readonly (readonly string[])[] = [
  ['container', 'schema', 'metadata', 'identity', 'storage', 'common'],
  ['context', 'interaction'],
  ['pipeline', 'scanner', 'jobs', 'events'],
  ['transport', 'protocol'],
  ['app', 'cli', 'testing'],
];
const roof = 'index.ts';

/** Libraries that are the business of some rooms only. */
const owners: readonly { library: string; packages: RegExp; folders: readonly string[] }[] = [
  {
    library: '@modelcontextprotocol/*',
    packages: /^@modelcontextprotocol\//,
    folders: ['protocol', 'transport', 'testing', 'cli'],
  },
  { library: 'tsyringe', packages: /^tsyringe(\/|$)/, folders: ['container'] },
  {
    library: 'class-validator, class-transformer and ajv',
    packages: /^(class-validator|class-transformer|ajv|ajv-formats)(\/|$)/,
    folders: ['schema'],
  },
  {
    library: 'cache-manager and keyv',
    packages: /^(cache-manager|keyv|@keyv\/[^/]+)(\/|$)/,
    folders: ['context/state'],
  },
  {
    library: 'database drivers',
    packages: /^(pg|libsql|@redis\/client|node:sqlite)(\/|$)/,
    folders: ['storage', 'interaction/stores', 'context/state', 'jobs', 'events'],
  },
  {
    library: 'rate-limiter-flexible',
    packages: /^rate-limiter-flexible(\/|$)/,
    folders: ['pipeline/limits'],
  },
  { library: 'pino', packages: /^pino(\/|$)/, folders: ['app/logging'] },
  {
    library: 'prom-client and OpenTelemetry',
    packages: /^(prom-client|@opentelemetry\/[^/]+)(\/|$)/,
    folders: ['app/operations'],
  },
  { library: 'jose', packages: /^jose(\/|$)/, folders: ['identity'] },
  {
    library: 'what draws the page of the dashboard',
    packages: /^(lit-html|@dagrejs\/dagre)(\/|$)/,
    folders: ['cli/dashboard/page'],
  },
  { library: 'agenda', packages: /^(agenda|@agendajs\/[^/]+)(\/|$)/, folders: ['jobs'] },
];

/** Whole packages of CommonJS take several times as long to import as to require, and every server loads this one. */
const required = 'reflect-metadata';

/** Everything in `files` that breaks the plan of the house, one sentence each; empty when all is well. */
export function findViolations(files: readonly SourceFile[]): string[] {
  return [
    ...missingRooms(files),
    ...files.flatMap(misplaced),
    ...files.flatMap(climbing),
    ...files.flatMap(trespassing),
    ...files
      .filter(({ imports }) => imports.includes(required))
      .map(({ file }) => `${file} imports ${required}: use common/reflect.ts`),
    ...cycles(files),
  ];
}

function missingRooms(files: readonly SourceFile[]): string[] {
  const present = new Set(files.map(({ file }) => roomOf(file)));
  return floors
    .flat()
    .filter((room) => !present.has(room))
    .map((room) => `${room}/ is a room of the house and has no file`);
}

function misplaced({ file }: SourceFile): string[] {
  const problems: string[] = [];
  if (file !== roof && floorOf(file) === undefined) problems.push(`${file} lies in no room of the house`);
  if (posix.dirname(file).split('/').includes('utils')) {
    problems.push(`${file}: a folder is named after its subject, never utils`);
  }
  return problems;
}

function climbing({ file, imports }: SourceFile): string[] {
  const from = floorOf(file);
  if (from === undefined) return [];
  return imports.flatMap((specifier) => {
    if (/^portico(\/|$)/.test(specifier)) return [`${file} imports its own package by name (${specifier})`];
    const target = targetOf(file, specifier);
    if (target === undefined) return [];
    if (target.startsWith('../')) return [`${file} imports ${specifier}, which is outside src`];
    if (roomOf(target) === undefined) return [`${file} imports the roof (${specifier})`];
    const to = floorOf(target);
    if (to === undefined) return [`${file} imports ${specifier}, which lies in no room of the house`];
    return to > from ? [`${file} (floor ${from}) imports upward: ${specifier} (floor ${to})`] : [];
  });
}

function trespassing({ file, imports }: SourceFile): string[] {
  return imports.flatMap((specifier) =>
    owners
      .filter(({ packages }) => packages.test(specifier))
      .filter(({ folders }) => !folders.some((folder) => file.startsWith(`${folder}/`)))
      .map(
        ({ library, folders }) => `${file} imports ${specifier}: ${library} belongs to ${folders.join(', ')}`,
      ),
  );
}

/** Cycles between rooms of one floor, each told once, with the imports that close it. */
function cycles(files: readonly SourceFile[]): string[] {
  return floors.flatMap((rooms) => {
    const uses = new Map<string, Map<string, string>>(rooms.map((room) => [room, new Map()]));
    for (const { file, imports } of files) {
      const from = roomOf(file);
      for (const specifier of imports) {
        const target = targetOf(file, specifier);
        const to = target === undefined ? undefined : roomOf(target);
        if (from === undefined || to === undefined || to === from || !rooms.includes(to)) continue;
        const example = uses.get(from);
        if (example && !example.has(to)) example.set(to, `${file} imports ${specifier}`);
      }
    }
    return loopsIn(uses);
  });
}

function loopsIn(uses: ReadonlyMap<string, ReadonlyMap<string, string>>): string[] {
  const told = new Set<string>();
  const problems: string[] = [];
  const walk = (path: readonly string[], reasons: readonly string[]): void => {
    for (const [next, reason] of uses.get(path[path.length - 1] ?? '') ?? []) {
      const start = path.indexOf(next);
      if (start < 0) {
        walk([...path, next], [...reasons, reason]);
        continue;
      }
      const loop = path.slice(start);
      const name = [...loop].sort().join(' ');
      if (told.has(name)) continue;
      told.add(name);
      const closing = [...reasons, reason].slice(start).join('; ');
      problems.push(`rooms import each other in a circle: ${[...loop, next].join(' -> ')} (${closing})`);
    }
  };
  for (const room of uses.keys()) walk([room], []);
  return problems;
}

/** The path below src/ that a relative specifier means; undefined for a package. */
function targetOf(file: string, specifier: string): string | undefined {
  if (!/^\.{1,2}(\/|$)/.test(specifier)) return undefined;
  return posix.normalize(posix.join(posix.dirname(file), specifier));
}

/** The room a path below src/ lies in; undefined for a file that lies directly in src/. */
function roomOf(path: string): string | undefined {
  const slash = path.indexOf('/');
  return slash < 0 ? undefined : path.slice(0, slash);
}

function floorOf(path: string): number | undefined {
  const index = floors.findIndex((rooms) => rooms.includes(roomOf(path) ?? ''));
  return index < 0 ? undefined : index + 1;
}
