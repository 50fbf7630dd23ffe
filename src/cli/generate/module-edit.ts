import { Parser } from 'acorn';
import { tsPlugin } from '@sveltejs/acorn-typescript';
import type {
  ArrayExpression,
  CallExpression,
  Class,
  ClassDeclaration,
  Expression,
  ImportDeclaration,
  ObjectExpression,
  Program,
  Property,
} from 'acorn';
import { PorticoError } from '../../common/portico-error.js';

/** What is to stand in a module. */
export interface ModuleEntry {
  readonly className: string;
  /** Where the module's file imports it from, such as `./weather/weather.tool.js`. */
  readonly specifier: string;
  readonly list: 'providers' | 'imports';
}

/** The tree as the TypeScript plugin makes it: with decorators, and with the types that are written around values. */
type Decorated = Class & { readonly decorators?: readonly { readonly expression: Expression }[] };
type Wrapped = { readonly type: string; readonly expression?: Expression };

const parser = Parser.extend(tsPlugin());

/**
 * Adds a class to a list of the `@Module` in a file, and imports it. The file is parsed, and only what is new is
 * written: formatting and comments stay as they are.
 *
 * @returns the new text; the same when the class is there already
 * @throws PorticoError `PORTICO_MODULE_EDIT` when the file has no module that can be changed; the message has the lines to
 * add by hand
 */
export function addToModule(file: string, text: string, entry: ModuleEntry): string {
  const refuse = (reason: string): PorticoError =>
    new PorticoError(
      'PORTICO_MODULE_EDIT',
      `${file} was left as it is: ${reason}. Add by hand: import { ${entry.className} } from '${entry.specifier}'; and ${entry.className} to the ${entry.list} of the module.`,
    );
  const { program, call } = readModule(text, refuse);
  const imports = program.body.filter((node) => node.type === 'ImportDeclaration');
  const known = imports.find((node) => localNames(node).includes(entry.className));
  if (known && known.source.value !== entry.specifier)
    throw refuse(`${entry.className} is imported from ${String(known.source.value)} there`);
  const options = unwrap(call.arguments[0] as Expression | undefined);
  if (options && options.type !== 'ObjectExpression')
    throw refuse('the options of @Module are not written there');
  const insertion = intoOptions(text, call, options, entry);
  if (insertion === undefined) throw refuse(`its ${entry.list} are not written as a list there`);
  const withEntry = insertion ? insert(text, insertion) : text;
  return known ? withEntry : insert(withEntry, importOf(text, imports, entry));
}

/**
 * The name of the class with `@Module` in a file.
 *
 * @throws PorticoError `PORTICO_MODULE_EDIT` when there is none, or several
 */
export function moduleClass(file: string, text: string): string {
  const refuse = (reason: string): PorticoError =>
    new PorticoError('PORTICO_MODULE_EDIT', `${file} cannot be used as the module: ${reason}.`);
  return readModule(text, refuse).className;
}

interface ModuleFile {
  readonly program: Program;
  readonly className: string;
  /** The decorator. */
  readonly call: CallExpression;
}

function readModule(text: string, refuse: (reason: string) => PorticoError): ModuleFile {
  let program: Program;
  try {
    program = parser.parse(text, { ecmaVersion: 'latest', sourceType: 'module', locations: true });
  } catch (error) {
    throw refuse(`it cannot be parsed (${(error as Error).message})`);
  }
  const [found, ...others] = moduleDecorators(program);
  if (!found) throw refuse('it has no class with @Module');
  if (others.length > 0) throw refuse('it has several modules');
  return { program, ...found };
}

interface Insertion {
  readonly at: number;
  readonly text: string;
}

const insert = (text: string, { at, text: added }: Insertion): string =>
  text.slice(0, at) + added + text.slice(at);

/** The calls of portico's `Module`, by whatever name it is imported. */
function moduleDecorators(program: Program): Omit<ModuleFile, 'program'>[] {
  const names = new Set(
    program.body
      .filter((node) => node.type === 'ImportDeclaration' && node.source.value === 'portico')
      .flatMap((node) => (node as ImportDeclaration).specifiers)
      .filter(
        (specifier) =>
          specifier.type === 'ImportSpecifier' &&
          specifier.imported.type === 'Identifier' &&
          specifier.imported.name === 'Module',
      )
      .map((specifier) => specifier.local.name),
  );
  return program.body
    .map((node) =>
      node.type === 'ExportNamedDeclaration' || node.type === 'ExportDefaultDeclaration'
        ? node.declaration
        : node,
    )
    .filter((node): node is ClassDeclaration => node?.type === 'ClassDeclaration')
    .flatMap((node) => ((node as Decorated).decorators ?? []).map(({ expression }) => ({ node, expression })))
    .flatMap(({ node, expression: call }) =>
      call.type === 'CallExpression' && call.callee.type === 'Identifier' && names.has(call.callee.name)
        ? [{ className: node.id.name, call }]
        : [],
    );
}

/** A value without the types around it: `{…} as const`, `{…} satisfies ModuleOptions`. */
function unwrap(node: Expression | undefined): Expression | undefined {
  const { type, expression } = (node ?? {}) as Wrapped;
  return type === 'TSAsExpression' || type === 'TSSatisfiesExpression' ? unwrap(expression) : node;
}

/** @returns what to insert; `null` when it is there already, `undefined` when there is no list to insert it into */
function intoOptions(
  text: string,
  call: CallExpression,
  options: ObjectExpression | undefined,
  { className, list }: ModuleEntry,
): Insertion | null | undefined {
  if (!options) return { at: call.end - 1, text: `{ ${list}: [${className}] }` };
  const property = options.properties.find(
    (each): each is Property => each.type === 'Property' && keyOf(each) === list,
  );
  if (!property) return after(text, options.properties, options.start, `${list}: [${className}]`, ' ');
  const value = unwrap(property.value);
  if (value?.type !== 'ArrayExpression') return undefined;
  if (value.elements.some((element) => element?.type === 'Identifier' && element.name === className))
    return null;
  return after(text, present(value), value.start, className, '');
}

const present = ({ elements }: ArrayExpression) => elements.filter((element) => element !== null);

function keyOf({ key }: Property): string | undefined {
  if (key.type === 'Identifier') return key.name;
  return key.type === 'Literal' && typeof key.value === 'string' ? key.value : undefined;
}

/** After the last of some things, in the line or on a line of its own as they are; a comma that follows stays behind it. */
function after(
  text: string,
  nodes: readonly { readonly start: number; readonly end: number }[],
  start: number,
  added: string,
  padding: string,
): Insertion {
  const last = nodes.at(-1);
  if (!last) return { at: start + 1, text: `${padding}${added}${padding}` };
  const lineStart = text.lastIndexOf('\n', last.start) + 1;
  const indent = /^[ \t]*/.exec(text.slice(lineStart))![0];
  const isOnOwnLine = lineStart > start && lineStart + indent.length === last.start;
  return { at: last.end, text: isOnOwnLine ? `,${newlineOf(text)}${indent}${added}` : `, ${added}` };
}

function importOf(
  text: string,
  imports: readonly ImportDeclaration[],
  { className, specifier }: ModuleEntry,
): Insertion {
  const last = imports.at(-1)!; // there is one: portico's
  const quote = last.source.raw?.charAt(0) ?? "'";
  const end = text.charAt(last.end - 1) === ';' ? ';' : '';
  const line = `import { ${className} } from ${quote}${specifier}${quote}${end}`;
  return { at: last.end, text: `${newlineOf(text)}${line}` };
}

const localNames = ({ specifiers }: ImportDeclaration): string[] => specifiers.map(({ local }) => local.name);

const newlineOf = (text: string): string => (text.includes('\r\n') ? '\r\n' : '\n');
