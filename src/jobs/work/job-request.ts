import type { Exchange } from '../../context/exchange.js';
import { takeSnapshot, type CallerPart, type CallerSnapshot } from '../tasks/caller-snapshot.js';
import type { TaskInput } from '../tasks/task-input.js';

/** Nobody: work the application gave itself. */
const nobody: CallerPart = {
  era: 'stateless',
  hasSessions: false,
  protocolVersion: '2026-07-28',
  transport: 'memory',
  client: { name: undefined, version: undefined, capabilities: {} },
  principal: undefined,
  session: undefined,
  trace: undefined,
  http: undefined,
};

/** Who queued a job. Whatever the client could be asked, nobody is there to answer when the job runs. */
export function jobCaller(caller: Exchange | undefined, headers: readonly string[]): CallerSnapshot {
  const snapshot = takeSnapshot(caller ?? nobody, headers);
  return { ...snapshot, client: { ...snapshot.client, capabilities: {} } };
}

/** The request a job's handler sees as its own. */
export function jobRequest(id: string, name: string, data: unknown): TaskInput['request'] {
  return { id, method: JOB_METHOD_NAME, params: { name, ...(data !== undefined && { data }) }, meta: {} };
}

/** No method of the protocol: no client can call a job. */
const JOB_METHOD_NAME = 'portico/job';
