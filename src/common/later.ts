import { isThenable } from './thenable.js';

type Value<T> = T | PromiseLike<T>;
type Next<T, R> = (value: T) => Value<R>;
type Rescue<R> = (error: unknown) => Value<R>;

/** What may stand behind a value that comes, in this order. */
const NOTHING = 0;
const NEXT = 1;
const RESCUE = 2;
const LAST = 3;
const FRAME = 4;

/** What has come of it. */
const OPEN = 0;
const KEPT = 1;
const FAILED = 2;

/**
 * What follows a promise, without a promise for each stage: once the value is there, all stages run in one go. To whoever awaits
 * it, it is a promise.
 *
 * `after`, `rescued`, `ended` and `within` use it up: wherever the order of the stages allows it, they become a part of it.
 */
export class Later<T> implements PromiseLike<T> {
  private state = OPEN;
  /** The value, or what was thrown. */
  private outcome: unknown = undefined;
  private next: Next<never, T> | undefined = undefined;
  private rescue: Rescue<T> | undefined = undefined;
  private last: (() => Value<void>) | undefined = undefined;
  private frame: ((follow: () => void) => void) | undefined = undefined;
  private follower: Later<unknown> | undefined = undefined;
  /** Another one that follows the same. */
  private sibling: Later<unknown> | undefined = undefined;
  private isOvertaken = false;
  /** A failure of which nobody has heard yet is a rejected promise, of which Node tells where it stays so. */
  private unheard: Promise<never> | undefined = undefined;

  private constructor(private stage: number) {}

  /** What comes of a promise. */
  static of<T>(value: PromiseLike<T>): Later<T> {
    if (value instanceof Later) return value as Later<T>;
    const later = new Later<T>(NOTHING);
    later.await(value);
    return later;
  }

  /** Goes on with the value. */
  after<R>(next: Next<T, R>): Later<R> {
    const later = this.at<R>(NEXT);
    later.next = next;
    return this.leading(later);
  }

  /** Goes on with what is made of a failure. */
  rescued(rescue: Rescue<T>): Later<T> {
    const later = this.at<T>(RESCUE);
    later.rescue = rescue;
    return this.leading(later);
  }

  /** Goes on once is done what has to be done in any case. */
  ended(last: () => Value<void>): Later<T> {
    const later = this.at<T>(LAST);
    later.last = last;
    return this.leading(later);
  }

  /** Goes on within a function. */
  within(frame: (follow: () => void) => void): Later<T> {
    const later = this.at<T>(FRAME);
    later.frame = frame;
    return this.leading(later);
  }

  /** As `after` and `rescued`, for one of several who wait for the same; no stage becomes a part of it. */
  followed<R>(next: Next<T, R>, rescue: Rescue<R>): Later<R> {
    const later = new Later<R>(FRAME);
    later.next = next;
    later.rescue = rescue;
    this.lead(later);
    return later;
  }

  /** Whether nothing has come yet, neither the value nor anything instead. */
  get isOpen(): boolean {
    return this.state === OPEN && !this.isOvertaken;
  }

  /** Something has come instead of the value: that means nothing any more. For one that was `followed`. */
  overtake(instead: PromiseLike<T>): void {
    this.isOvertaken = true;
    Later.of(instead).followed(
      (kept) => this.settle(KEPT, kept),
      (error) => this.settle(FAILED, error),
    );
  }

  then<R = T, F = never>(
    next?: ((value: T) => R | PromiseLike<R>) | null,
    rescue?: ((error: unknown) => F | PromiseLike<F>) | null,
  ): Promise<R | F> {
    return new Promise<T>((resolve, reject) => void this.followed(resolve, reject)).then(next, rescue);
  }

  /** This one, where a stage may still be added to it, else one that follows it. */
  private at<R>(stage: number): Later<R> {
    const isOurs = this.state === OPEN && this.stage < stage && !this.follower;
    if (!isOurs) return new Later<R>(stage);
    this.stage = stage;
    return this as Later<unknown> as Later<R>;
  }

  private leading<R>(later: Later<R>): Later<R> {
    if ((later as unknown) !== this) this.lead(later);
    return later;
  }

  private lead(later: Later<unknown>): void {
    if (this.state === OPEN) return this.append(later);
    this.unheard?.catch(() => undefined);
    later.receive(this.state, this.outcome);
  }

  private append(later: Later<unknown>): void {
    if (!this.follower) {
      this.follower = later;
      return;
    }
    let before = this.follower;
    while (before.sibling) before = before.sibling;
    before.sibling = later;
  }

  private await(value: PromiseLike<T>): void {
    let promise: Promise<T>;
    try {
      promise = Promise.resolve(value);
    } catch (error) {
      return this.receive(FAILED, error);
    }
    // As `await` does: a promise that carries a `then` of its own is a promise all the same.
    void Promise.prototype.then.call(
      promise,
      (kept) => this.receive(KEPT, kept),
      (error: unknown) => this.receive(FAILED, error),
    );
  }

  /** A value is there for the next stage that wants it. */
  private receive(state: number, outcome: unknown): void {
    if (this.isOvertaken) return;
    const { next, rescue, last } = this;
    this.next = undefined;
    if (state === KEPT && next) return this.make(next as Rescue<T>, outcome);
    this.rescue = undefined;
    if (state === FAILED && rescue) return this.make(rescue, outcome);
    this.last = undefined;
    if (last) this.conclude(last, state, outcome);
    else this.settle(state, outcome);
  }

  private make(stage: Rescue<T>, given: unknown): void {
    let value: Value<T>;
    let isThere: boolean;
    try {
      value = stage(given);
      isThere = !isThenable(value);
    } catch (error) {
      return this.receive(FAILED, error);
    }
    if (isThere) this.receive(KEPT, value);
    else if (value instanceof Later) value.lead(this);
    else this.await(value as PromiseLike<T>);
  }

  private conclude(last: () => Value<void>, state: number, outcome: unknown): void {
    let done: Value<void>;
    try {
      done = last();
    } catch (error) {
      return this.settle(FAILED, error);
    }
    if (!isThenable(done)) return this.settle(state, outcome);
    Later.of(done).followed(
      () => this.settle(state, outcome),
      (error) => this.settle(FAILED, error),
    );
  }

  private settle(state: number, outcome: unknown): void {
    const { follower, frame } = this;
    this.state = state;
    this.outcome = outcome;
    this.follower = this.frame = undefined;
    if (follower && frame) frame(() => follower.tell(state, outcome));
    else if (follower) follower.tell(state, outcome);
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- whatever was thrown
    else if (state === FAILED) this.unheard = Promise.reject(outcome);
  }

  /** Tells this one and all that follow the same. */
  private tell(state: number, outcome: unknown): void {
    let { sibling } = this;
    this.sibling = undefined;
    this.receive(state, outcome);
    while (sibling) {
      const each: Later<unknown> = sibling;
      sibling = each.sibling;
      each.sibling = undefined;
      each.receive(state, outcome);
    }
  }
}
