import { OperatorError } from './operator-error.js';

/** One mistake found while the application starts. */
export interface StartupProblem {
  /** Stable identifier with a page in `docs/errors/`. */
  readonly code: `PORTICO_${string}`;
  /** Class, method and parameter, or the module at fault. */
  readonly where: string;
  readonly problem: string;
  /** What to do. */
  readonly cure: string;
}

/** Collects what is wrong, so that one start tells everything. */
export class StartupProblems {
  private readonly found: StartupProblem[] = [];
  private readonly causes = new Map<string, StartupProblem>();

  add(code: StartupProblem['code'], where: string, problem: string, cure: string): void {
    this.found.push({ code, where, problem, cure });
  }

  /** What all problems of one code come from: it is told once, instead of them. */
  addCause(code: StartupProblem['code'], where: string, problem: string, cure: string): void {
    if (!this.causes.has(code)) this.causes.set(code, { code, where, problem, cure });
  }

  /** @throws StartupError when anything was collected; after that it begins anew */
  throwIfAny(): void {
    const found = this.found.splice(0).filter(({ code }) => !this.causes.has(code));
    const all = [...this.causes.values(), ...found];
    this.causes.clear();
    if (all.length > 0) throw new StartupError(all);
  }
}

/** Thrown by `PorticoFactory.create`: everything that keeps the application from starting, at once. */
export class StartupError extends OperatorError {
  declare readonly name: 'StartupError';
  declare readonly problems: readonly StartupProblem[];

  constructor(problems: readonly StartupProblem[]) {
    super('PORTICO_STARTUP', report(problems));
    // Node prints what can be enumerated below the message, which says all of it already.
    Object.defineProperties(this, { name: { value: 'StartupError' }, problems: { value: problems } });
  }
}

function report(problems: readonly StartupProblem[]): string {
  const headline = problems.length === 1 ? 'one problem' : `${problems.length} problems`;
  const entries = problems.map(
    ({ code, where, problem, cure }, i) => `  ${i + 1}. ${where}: ${problem}\n     → ${cure}\n     [${code}]`,
  );
  return `Portico cannot start: ${headline}.\n\n${entries.join('\n\n')}\n`;
}
