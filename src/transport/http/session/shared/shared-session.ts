import type { JSONRPCMessage, RequestId } from '@modelcontextprotocol/server';
import { hash } from '../../../../context/state/state-owner.js';
import { questionOf, withNode } from './question-ids.js';
import type { SessionDirectory } from './session-directory.js';
import type { SessionNews } from './session-news.js';
import { changed, type SessionChange, type SessionRecord } from './session-record.js';

/** What serves a session in this process. */
export interface Replica {
  readonly isBusy: boolean;
  isPending(id: RequestId): boolean;
  /** The client changed something in another process, and nobody knows what. */
  renew(record: SessionRecord): void;
  /** The client changed something in another process. */
  apply(change: SessionChange): void;
  /** The client said in another process what concerns this one. */
  hear(message: JSONRPCMessage): void;
  /** The client listens in another process now. */
  letGo(): void;
  /** The session is over everywhere. */
  endHere(): void;
}

/** In ms: longer than any request takes. */
const STREAM_TTL = 24 * 60 * 60_000;

/** One session, as this process shares it with others. */
export class SharedSession {
  /** How the others know the session. */
  readonly key: string;
  private readonly owner: string;
  private replica: Replica | undefined;
  /** What was heard before there was anyone to tell. */
  private readonly early: SessionNews[] = [];
  private lastTouch = Date.now();

  constructor(
    private readonly directory: SessionDirectory,
    private readonly id: string,
  ) {
    this.key = hash(this.id);
    this.owner = `${directory.cluster.prefix}line:${this.key}/`;
  }

  get node(): string {
    return this.directory.node;
  }

  /** @throws PorticoError `PORTICO_STATE_UNAVAILABLE` */
  async load(): Promise<SessionRecord | undefined> {
    const text = await this.directory.cluster.store.get(this.place);
    return text === undefined ? undefined : (JSON.parse(text) as SessionRecord);
  }

  /**
   * Makes the session known to all.
   *
   * @throws PorticoError `PORTICO_STATE_UNAVAILABLE`
   */
  async open(principal: string | undefined, opening: SessionRecord['opening']): Promise<void> {
    const record: SessionRecord = { principal: ownerHash(principal), opening, level: null, uris: [] };
    await this.directory.cluster.store.set(this.place, JSON.stringify(record), this.ttl);
  }

  /** Whom news are for from now on. */
  serve(replica: Replica): void {
    this.replica = replica;
    this.directory.lease.begin();
    for (const news of this.early.splice(0)) this.hear(news);
  }

  outgoing(message: JSONRPCMessage): JSONRPCMessage {
    return withNode(message, this.node);
  }

  /** What of a client's message is for this process; `undefined` where it went to another. */
  incoming(message: JSONRPCMessage): JSONRPCMessage | undefined {
    if (!('method' in message)) {
      const question = questionOf(message);
      if (!question) return message;
      if (question.node === this.node) return { ...message, id: question.number };
      void this.directory.tell({ kind: 'message', session: this.key, message, node: question.node });
      return undefined;
    }
    if (message.method !== 'notifications/cancelled') return message;
    if (this.replica?.isPending(message.params?.['requestId'] as RequestId)) return message;
    void this.directory.tell({ kind: 'message', session: this.key, message });
    return undefined;
  }

  hear(news: SessionNews): void {
    const { replica } = this;
    if (!replica) return void this.early.push(news);
    switch (news.kind) {
      case 'changed':
        return replica.apply(news.change);
      case 'ended':
        return replica.endHere();
      case 'listens':
        return news.node === this.node ? undefined : replica.letGo();
      case 'message':
        return this.hearMessage(news.message, replica);
    }
  }

  /**
   * The client listens here from now on; the process where it listened before stops.
   *
   * @returns that process, and whether it is still there to keep what the client misses
   */
  async listens(): Promise<{ readonly from: string | undefined; readonly isAlive: boolean }> {
    const { cluster, lease } = this.directory;
    const place = `${this.owner}listens`;
    const from = await cluster.store.get(place);
    await cluster.store.set(place, this.node, STREAM_TTL);
    if (from === undefined || from === this.node) return { from: undefined, isAlive: true };
    await this.directory.tell({ kind: 'listens', session: this.key, node: this.node });
    return { from, isAlive: await lease.isAlive(from) };
  }

  /** An id for the stream of a request, by which every process knows where it is written. */
  streamId(id: string): string {
    return `${id}.${this.node}`;
  }

  /** The stream for what belongs to no request is the same one in every process. */
  get standaloneId(): string {
    return hash(`standalone ${this.id}`);
  }

  /** From now on a client may ask for the rest of a stream in another process. */
  async streamBegins(streamId: string, requests: readonly RequestId[]): Promise<void> {
    await this.directory.cluster.store.set(this.streamPlace(streamId), JSON.stringify(requests), STREAM_TTL);
  }

  /** All that will ever be on a stream is kept. */
  async streamOver(streamId: string): Promise<void> {
    await this.directory.cluster.store.delete(this.streamPlace(streamId));
  }

  /** The requests that a stream of another process answers; `undefined` when it is over. */
  async running(streamId: string): Promise<readonly RequestId[] | undefined> {
    if (streamId.endsWith(`.${this.node}`)) return undefined;
    const text = await this.directory.cluster.store.get(this.streamPlace(streamId));
    return text === undefined ? undefined : (JSON.parse(text) as RequestId[]);
  }

  /** Whether the process that writes a stream is there. */
  isWriterAlive(streamId: string): Promise<boolean> {
    return this.directory.lease.isAlive(streamId.slice(streamId.lastIndexOf('.') + 1));
  }

  /** Whether the session is in use elsewhere, as far as can be known. */
  async isKept(): Promise<boolean> {
    return this.directory.cluster.store.has(this.place).catch(() => true);
  }

  /** Called again and again: a session that is in use is not forgotten. */
  beat(): Promise<void> | undefined {
    return this.replica?.isBusy ? this.used() : undefined;
  }

  /** Lets the time of the session begin again, where much of it is over. */
  used(): Promise<void> | undefined {
    if (Date.now() - this.lastTouch < this.directory.idle / 10) return undefined;
    this.lastTouch = Date.now();
    return this.prolong();
  }

  /** News may have been lost: what they would have said is looked up. */
  async catchUp(): Promise<void> {
    const { replica } = this;
    if (!replica) return;
    const record = await this.load();
    if (record) replica.renew(record);
    else replica.endHere();
  }

  /** This process is done with the session; others go on. */
  leave(): void {
    this.directory.leave(this);
  }

  /**
   * Ends it for all.
   *
   * @throws PorticoError `PORTICO_STATE_UNAVAILABLE`; then nothing has ended
   */
  async end(): Promise<void> {
    await this.directory.cluster.store.clearOwner(this.owner);
    await this.directory.tell({ kind: 'ended', session: this.key });
    this.leave();
  }

  /**
   * Makes a change known to all.
   *
   * @throws PorticoError `PORTICO_STATE_UNAVAILABLE`
   */
  async change(change: SessionChange): Promise<void> {
    await this.directory.updates.run(this.place, (kept) => {
      if (kept === undefined) throw new Error('The session is over.');
      return { stored: JSON.stringify(changed(JSON.parse(kept) as SessionRecord, change)), ttl: this.ttl };
    });
    await this.directory.tell({ kind: 'changed', session: this.key, change });
  }

  private async prolong(): Promise<void> {
    const { store } = this.directory.cluster;
    if (await store.has(this.place)) await store.touch(this.place, this.ttl);
    // It was ended elsewhere, and the news of it was lost.
    else this.replica?.endHere();
  }

  private hearMessage(message: JSONRPCMessage, replica: Replica): void {
    if (!('method' in message)) {
      const question = questionOf(message);
      if (question?.node === this.node) replica.hear({ ...message, id: question.number });
    } else if (replica.isPending(message.params?.['requestId'] as RequestId)) replica.hear(message);
  }

  /** It is prolonged when a tenth of the time is over, so that it lives as long as an unused session may. */
  private get ttl(): number {
    return this.directory.idle * 1.1;
  }

  private get place(): string {
    return `${this.owner}record`;
  }

  private streamPlace(streamId: string): string {
    return `${this.owner}stream:${streamId}`;
  }
}

/** How a record names whom a session was opened for. */
export function ownerHash(principal: string | undefined): string | null {
  return principal === undefined ? null : hash(principal);
}
