import { Session } from 'node:inspector';
import { fileURLToPath } from 'node:url';
import type { Class } from '../../../common/class.js';

/** Where a class was compiled: a file, and a line of it, from 0. */
export interface ClassPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

interface Location {
  readonly scriptId: string;
  readonly lineNumber: number;
  readonly columnNumber?: number;
}

/**
 * Asks the engine where classes were written. Nobody else knows: a decorator sees a class, and no file.
 *
 * @returns nothing for those that came from no file
 */
export function classPlaces(classes: Iterable<Class>): Map<Class, ClassPlace> {
  const places = new Map<Class, ClassPlace>();
  const session = new Session();
  session.connect();
  const holder = globalThis as { [HOLDER]?: Class };
  try {
    const files = new Map<string, string>();
    session.on('Debugger.scriptParsed', ({ params: { scriptId, url } }) => files.set(scriptId, url));
    session.post('Debugger.enable');
    for (const type of classes) {
      holder[HOLDER] = type;
      const location = locationOf(session);
      const url = location && files.get(location.scriptId);
      if (!location || !url?.startsWith('file:')) continue;
      const { lineNumber: line, columnNumber: column = 0 } = location;
      places.set(type, { file: fileURLToPath(url), line, column });
    }
  } finally {
    delete holder[HOLDER];
    session.disconnect();
  }
  return places;
}

/** By which an expression of the engine reaches a class. */
const HOLDER = '__portico_class__';

/** The session answers before `post` returns, because it is this very thread's. */
function locationOf(session: Session): Location | undefined {
  let objectId: string | undefined;
  session.post('Runtime.evaluate', { expression: `globalThis.${HOLDER}` }, (error, answer) => {
    if (!error) objectId = answer.result.objectId;
  });
  if (objectId === undefined) return undefined;
  let location: Location | undefined;
  session.post('Runtime.getProperties', { objectId, ownProperties: true }, (error, answer) => {
    const own = error ? [] : (answer.internalProperties ?? []);
    location = own.find(({ name }) => name === '[[FunctionLocation]]')?.value?.value as Location | undefined;
  });
  session.post('Runtime.releaseObject', { objectId });
  return location;
}
