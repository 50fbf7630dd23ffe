import type { ServerLog } from '../../../../common/server-log.js';
import { AtomicUpdates } from '../../../../context/state/atomic-updates.js';
import type { Cluster } from '../../../../events/cluster.js';
import type { TopicLine } from '../../../../events/bus-topics.js';
import { within } from '../../../../events/within.js';
import { PATIENCE } from '../../../../storage/patience.js';
import { NodeLease } from './node-lease.js';
import { readNews, type SessionNews } from './session-news.js';
import { SharedSession } from './shared-session.js';

/**
 * The sessions that all processes of an application have in common. Any of them goes on with a session whose record is in
 * the store; what concerns a request that runs in another process is told there.
 */
export class SessionDirectory {
  readonly lease: NodeLease;
  readonly updates: AtomicUpdates;
  private readonly line: TopicLine;
  /** Of one session there are several while it is taken up: whoever names it is looked at, and most are turned away. */
  private readonly here = new Map<string, Set<SharedSession>>();

  /** @param idle how long an unused session is kept, in ms */
  constructor(
    readonly cluster: Cluster,
    readonly idle: number,
    readonly log: ServerLog,
  ) {
    this.updates = new AtomicUpdates(cluster.store);
    this.lease = new NodeLease(cluster, log, () => this.each((session) => session.beat()));
    this.line = cluster.topics.join('sessions', {
      hear: (text) => this.hear(text),
      missed: () => this.each((session) => session.catchUp()),
    });
  }

  get node(): string {
    return this.lease.node;
  }

  /** A session that is opened or taken up here. From now on news of it are heard. */
  take(id: string): SharedSession {
    const session = new SharedSession(this, id);
    const same = this.here.get(session.key) ?? new Set();
    this.here.set(session.key, same.add(session));
    return session;
  }

  leave(session: SharedSession): void {
    const same = this.here.get(session.key);
    if (same?.delete(session) && same.size === 0) this.here.delete(session.key);
  }

  /** @returns when it is on its way, so that what is told after that is heard after it; soon, where nobody carries it */
  tell(news: SessionNews): Promise<void> {
    return within(this.line.send(JSON.stringify(news)), PATIENCE);
  }

  async close(): Promise<void> {
    this.line.leave();
    await this.lease.end();
  }

  private hear(text: string): void {
    const news = readNews(text);
    if (news) for (const session of this.here.get(news.session) ?? []) session.hear(news);
  }

  private each(work: (session: SharedSession) => Promise<void> | undefined): void {
    for (const session of Array.from(this.here.values(), (same) => [...same]).flat())
      work(session)?.catch((error: unknown) => this.log.debug('A session could not be looked up:', error));
  }
}
