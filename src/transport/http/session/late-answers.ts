/** Something that is to happen unless it is called off. */
export interface Late {
  /** When, in ms since 1970; 0 where it is not waited for. */
  due: number;
  /** Its neighbours among those that are waited for: the one that came before it, and the one after. */
  earlier: Late | undefined;
  later: Late | undefined;
  begin(): void;
}

/** Calls that are answered late, in the order in which they came: one timer for all of them. */
export class LateAnswers {
  private first: Late | undefined;
  private last: Late | undefined;
  private timer: NodeJS.Timeout | undefined;

  /** @param delay in ms */
  constructor(private readonly delay: number) {}

  watch(late: Late): void {
    this.forget(late);
    late.due = Date.now() + this.delay;
    late.earlier = this.last;
    if (this.last) this.last.later = late;
    else this.first = late;
    this.last = late;
    this.timer ??= this.after(this.delay);
  }

  forget(late: Late): void {
    if (late.due === 0) return;
    const { earlier, later } = late;
    if (earlier) earlier.later = later;
    else this.first = later;
    if (later) later.earlier = earlier;
    else this.last = earlier;
    late.earlier = late.later = undefined;
    late.due = 0;
  }

  private after(ms: number): NodeJS.Timeout {
    return setTimeout(() => this.beginDue(), ms).unref();
  }

  private beginDue(): void {
    this.timer = undefined;
    const now = Date.now();
    for (let late = this.first; late; late = this.first) {
      if (late.due > now) {
        this.timer = this.after(late.due - now);
        return;
      }
      this.forget(late);
      late.begin();
    }
  }
}
