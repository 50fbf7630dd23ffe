import type { ServerLog } from '../common/server-log.js';
import type { Change, ChangePublisher } from '../context/changes/change.js';
import type { BusTopics, TopicLine } from './bus-topics.js';
import { readChange, writeChange } from './change-text.js';

export type ChangeListener = (change: Change) => void;

/** What a listener is to hear. */
export interface Hearing {
  /** Owners of state, to whom changes for them alone are told too. */
  readonly owners?: readonly string[];
  /** Whether a change is about something that may be seen now. Default: all are. */
  readonly concerns?: (change: Change) => boolean | Promise<boolean>;
}

interface Subscription extends Required<Hearing> {
  readonly listener: ChangeListener;
}

const lists = ['tools', 'resources', 'prompts'] as const;

/**
 * Carries changes from where they happen to the lines that tell clients, here and in other processes. One for each
 * application. Changes of one moment are gathered first: what changes twice in it is told once.
 */
export class ChangeHub implements ChangePublisher {
  private readonly subscriptions = new Set<Subscription>();
  private readonly waiting = new Map<string, { readonly change: Change; readonly isOurs: boolean }>();

  private line: TopicLine | undefined;

  constructor(private readonly log: ServerLog) {}

  /** From now on changes go to other processes and come from there. */
  join(topics: BusTopics): void {
    this.line = topics.join('changes', {
      hear: (text) => this.hear(text),
      // Nobody knows what was missed, so that clients look for themselves.
      missed: () => lists.forEach((kind) => this.gather({ kind }, false)),
    });
  }

  publish(change: Change): void {
    this.gather(change, true);
  }

  /** @returns how to stop listening */
  subscribe(listener: ChangeListener, { owners = [], concerns = () => true }: Hearing = {}): () => void {
    const subscription = { listener, owners, concerns };
    this.subscriptions.add(subscription);
    return () => void this.subscriptions.delete(subscription);
  }

  close(): void {
    this.tell();
    this.subscriptions.clear();
    this.line?.leave();
  }

  private gather(change: Change, isOurs: boolean): void {
    if (this.waiting.size === 0) setImmediate(() => this.tell());
    const key = writeChange(change);
    this.waiting.set(key, { change, isOurs: isOurs || (this.waiting.get(key)?.isOurs ?? false) });
  }

  private tell(): void {
    const gathered = [...this.waiting];
    this.waiting.clear();
    const changes = gathered.map(([, { change }]) => change);
    for (const subscription of this.subscriptions) this.tellOne(subscription, changes);
    for (const [text, { isOurs }] of gathered) if (isOurs) void this.line?.send(text);
  }

  /** One that fails does not keep the others from hearing. */
  private tellOne(subscription: Subscription, changes: readonly Change[]): void {
    const { listener, owners, concerns } = subscription;
    const told = new Set<string>();
    const tell = (change: Change): void => {
      const name = 'uri' in change ? change.uri : change.kind;
      if (told.has(name) || !this.subscriptions.has(subscription)) return;
      told.add(name);
      listener(change);
    };
    for (const { to, ...change } of changes) {
      if (to !== undefined && !owners.includes(to)) continue;
      try {
        const verdict = concerns(change);
        if (verdict === true) tell(change);
        else if (verdict !== false) void this.tellLater(verdict, () => tell(change));
      } catch (error) {
        this.log.error('A change could not be told:', error);
      }
    }
  }

  private async tellLater(verdict: Promise<boolean>, tell: () => void): Promise<void> {
    try {
      if (await verdict) tell();
    } catch (error) {
      this.log.error('A change could not be told:', error);
    }
  }

  private hear(text: string): void {
    const change = readChange(text);
    if (change) this.gather(change, false);
    else this.log.debug('An event of another process is none that is known here.');
  }
}
