import { existsSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import path from 'node:path';
import type { Class } from '../../../common/class.js';
import { findProject } from '../../project/find-project.js';
import type { Locate } from './application-view.js';
import { classPlaces, type ClassPlace } from './class-places.js';

/** Where classes stand in the sources, as `src/orders.tools.ts:12`, seen from the folder of the project. */
export function sourcePlaces(classes: Iterable<Class>): Locate {
  const project = findProject();
  const places = classPlaces(classes);
  return (type) => {
    const place = places.get(type);
    if (!place) return undefined;
    const { file, line } = bySourceMap(place) ?? byName(place, type, project);
    return `${path.relative(project.folder, file)}:${line}`;
  };
}

interface SourcePlace {
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

function bySourceMap({ file, line, column }: ClassPlace): SourcePlace | undefined {
  const map = `${file}.map`;
  if (!existsSync(map)) return undefined;
  const payload = JSON.parse(readFileSync(map, 'utf8')) as ConstructorParameters<typeof SourceMap>[0];
  const entry = new SourceMap(payload).findEntry(line, column);
  if (!('originalSource' in entry)) return undefined;
  return { file: path.resolve(path.dirname(file), entry.originalSource), line: entry.originalLine + 1 };
}

/** Without a map: the source beside the compiled file, and in it the line that names the class. */
function byName(
  { file, line }: ClassPlace,
  { name }: Class,
  { output, sources }: { readonly output: string; readonly sources: string },
): SourcePlace {
  const source = path.join(sources, path.relative(output, file)).replace(/\.([cm]?)js$/, '.$1ts');
  if (!existsSync(source)) return { file, line: line + 1 };
  const lines = readFileSync(source, 'utf8').split('\n');
  const at = lines.findIndex((text) => text.includes(`class ${name} `) || text.endsWith(`class ${name}`));
  return at < 0 ? { file, line: line + 1 } : { file: source, line: at + 1 };
}
