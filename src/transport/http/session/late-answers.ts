/** Something that is to happen unless it is called off. */
export interface Late {
  due: number;
  begin(): void;
}

/** Calls that are answered late, in the order in which they came: one timer for all of them. */
export class LateAnswers {
  private readonly waiting = new Set<Late>();
  private timer: NodeJS.Timeout | undefined;

  /** @param delay in ms */
  constructor(private readonly delay: number) {}

  watch(late: Late): void {
    late.due = Date.now() + this.delay;
    this.waiting.add(late);
    this.timer ??= this.after(this.delay);
  }

  forget(late: Late): void {
    this.waiting.delete(late);
  }

  private after(ms: number): NodeJS.Timeout {
    return setTimeout(() => this.beginDue(), ms).unref();
  }

  private beginDue(): void {
    this.timer = undefined;
    const now = Date.now();
    for (const late of this.waiting) {
      if (late.due > now) {
        this.timer = this.after(late.due - now);
        return;
      }
      this.waiting.delete(late);
      late.begin();
    }
  }
}
