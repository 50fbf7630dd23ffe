import type { Exchange } from '../../context/exchange.js';
import { RequestFault } from '../../pipeline/request-fault.js';
import type { Line } from '../line.js';

/** The extension by which clients of the stateless revision follow tasks (SEP-2663). */
export const TASKS_EXTENSION = 'io.modelcontextprotocol/tasks';

/** Whether the client of this request can follow a task. */
export function followsTasks({ client }: Exchange): boolean {
  return client.capabilities.extensions?.[TASKS_EXTENSION] !== undefined;
}

/**
 * What is declared to clients of sessions. Tasks are listed where they can be told from those of others: not where each
 * request stands for itself.
 */
export function taskCapabilities({ isIsolated = false }: Pick<Line, 'isIsolated'>) {
  return { ...(!isIsolated && { list: {} }), cancel: {}, requests: { tools: { call: {} } } };
}

/** The answer to a client that would have to follow a task and cannot. */
export function needsTasks(what: string): RequestFault {
  return new RequestFault(
    'task-required',
    `${what} needs a client that declares the extension ${TASKS_EXTENSION} in this request.`,
    { requiredCapabilities: { extensions: { [TASKS_EXTENSION]: {} } } },
  );
}
