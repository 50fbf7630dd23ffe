type Answer = Readonly<Record<string, unknown>>;

interface Kept {
  readonly answer: Promise<Answer>;
  /** In ms since the epoch; unknown while the answer has not come. */
  until: number;
}

/** Answers about tokens are kept for this many; who tries many tokens pushes out the oldest. */
const MOST = 10_000;

/** Answers about tokens, for a while, and never for longer than the token holds. Who asks at once asks together. */
export class AnswerCache {
  private readonly kept = new Map<string, Kept>();

  /** @param ttl in ms; 0 keeps nothing */
  constructor(private readonly ttl: number) {}

  /** @param name of the token: nothing here can be used as one */
  of(name: string, ask: () => Promise<Answer>): Promise<Answer> {
    const known = this.kept.get(name);
    if (known && known.until > Date.now()) return known.answer;
    const entry: Kept = { answer: ask(), until: Infinity };
    this.kept.delete(name);
    if (this.kept.size >= MOST) this.kept.delete(this.kept.keys().next().value!);
    this.kept.set(name, entry);
    const forget = () => void (this.kept.get(name) === entry && this.kept.delete(name));
    entry.answer.then(({ exp }) => {
      const end = typeof exp === 'number' ? exp * 1000 : Infinity;
      entry.until = Math.min(Date.now() + this.ttl, end);
      if (this.ttl === 0) forget();
    }, forget);
    return entry.answer;
  }
}
