import { randomBytes } from 'node:crypto';
import type { ServerLog } from '../../../../common/server-log.js';
import type { Cluster } from '../../../../events/cluster.js';

/** In ms: how often a process says that it is there, and how long it is believed. */
const BEAT = 1_000;
const BELIEVED = 5_000;

/** By this the processes know which of them are alive. */
export class NodeLease {
  readonly node = randomBytes(6).toString('hex');
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly cluster: Cluster,
    private readonly log: ServerLog,
    private readonly onbeat: () => void,
  ) {}

  /** Safe to call more than once. */
  begin(): void {
    if (this.timer) return;
    this.timer = setInterval(() => {
      void this.beat();
      this.onbeat();
    }, BEAT).unref();
    void this.beat();
  }

  /** @throws PorticoError `PORTICO_STATE_UNAVAILABLE` */
  isAlive(node: string): Promise<boolean> {
    return this.cluster.store.has(this.keyOf(node));
  }

  async end(): Promise<void> {
    if (!this.timer) return;
    clearInterval(this.timer);
    await this.cluster.store.delete(this.keyOf(this.node)).catch(() => {}); // it ends by itself
  }

  private async beat(): Promise<void> {
    try {
      await this.cluster.store.set(this.keyOf(this.node), '', BELIEVED);
    } catch (error) {
      this.log.debug('Other processes cannot be told that this one is alive:', error);
    }
  }

  private keyOf(node: string): string {
    return `${this.cluster.prefix}node:${node}/alive`;
  }
}
