import { PatientFlowStore } from '../../interaction/stores/patient-flow-store.js';
import { RedisFlowStore } from '../../interaction/stores/redis-flow-store.js';
import type { ServerLog } from '../../common/server-log.js';
import { loadOptional } from '../../storage/optional-package.js';
import { connectRedis } from '../../storage/redis.js';
import { ThrottledLog } from '../engine/throttled-log.js';
import { PATIENCE, type JobsStorage } from '../jobs-storage.js';
import { PatientTaskStore } from './patient-task-store.js';
import { RedisSignals } from './redis-signals.js';
import { RedisTaskStore } from './redis-task-store.js';

/** @throws the client's error when Redis is not reachable */
export async function openRedisStorage(url: string, prefix: string, log: ServerLog): Promise<JobsStorage> {
  const client = await connectRedis(url, log);
  const signals = new RedisSignals(client, `${prefix}:signal`, log);
  await signals.open();
  const closers = [() => signals.close(), async () => client.destroy()];
  return {
    tasks: new PatientTaskStore(new RedisTaskStore(client, prefix, signals), PATIENCE),
    signals,
    flows: new PatientFlowStore(new RedisFlowStore(client, `${prefix}:flow:`), PATIENCE),
    async queue() {
      const name = '@agendajs/redis-backend';
      const { RedisBackend } = await loadOptional(
        () => import('@agendajs/redis-backend'),
        name,
        'Jobs in Redis',
      );
      const backend = new RedisBackend({ redisOptions: clientOptions(url), keyPrefix: `${prefix}:job:` });
      const redis = (backend.repository as unknown as { getRedis(): AgendaRedis }).getRedis();
      const trouble = new ThrottledLog(log);
      redis.on('error', (error) => trouble.warn(`The job queue cannot reach Redis: ${error.message}`));
      closers.push(async () => redis.disconnect());
      await backend.repository.connect();
      return backend;
    },
    async close() {
      for (const close of closers) await close();
    },
  };
}

/** Agenda's own connection, by another client library. */
interface AgendaRedis {
  on(event: 'error', listener: (error: Error) => void): void;
  disconnect(): void;
}

/** A command fails soon while Redis is down, instead of waiting for it for ever. */
function clientOptions(text: string) {
  const url = new URL(text);
  const db = Number(url.pathname.slice(1));
  return {
    host: url.hostname,
    port: Number(url.port || 6379),
    ...(url.username && { username: decodeURIComponent(url.username) }),
    ...(url.password && { password: decodeURIComponent(url.password) }),
    ...(db > 0 && { db }),
    ...(url.protocol === 'rediss:' && { tls: {} }),
    connectTimeout: 1_000,
    maxRetriesPerRequest: 1,
    retryStrategy: (attempts: number) => Math.min(attempts * 100, 1_000),
  };
}
