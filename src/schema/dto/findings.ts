import type { SchemaProblem } from '../types.js';

/** What the validators found, in the order they were asked, whenever their answers came. */
export class Findings {
  private readonly found: (SchemaProblem | undefined)[] = [];
  private readonly awaited: Promise<void>[] = [];

  /** Whether answers are still to come. */
  get isPending(): boolean {
    return this.awaited.length > 0;
  }

  add(path: string, message: string): void {
    this.found.push({ path, message });
  }

  /** Takes an answer that is still to come; a validator that fails makes the whole judgement fail. */
  wait(verdict: Promise<unknown>, path: string, message: () => string): void {
    const place = this.found.push(undefined) - 1;
    const answer = verdict.then((isMet) => {
      if (!isMet) this.found[place] = { path, message: message() };
    });
    // Its failure is told by `settled`; when another validator throws meanwhile, nobody gets to wait for this one.
    answer.catch(() => undefined);
    this.awaited.push(answer);
  }

  /** Resolves when all answers are there. */
  async settled(): Promise<void> {
    await Promise.all(this.awaited);
  }

  /** One problem for each thing that is wrong. */
  problems(): readonly SchemaProblem[] {
    const problems = this.found.filter((problem) => problem !== undefined);
    return problems.filter(
      ({ path, message }, i) =>
        problems.findIndex((other) => other.path === path && other.message === message) === i,
    );
  }
}
