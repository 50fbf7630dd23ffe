import { StderrLog } from '../common/server-log.js';

/** Writes warnings and errors to stderr and leaves the rest out: a test run should show what went wrong, and only that. */
export class ProblemsLog extends StderrLog {
  override info(): void {}
}
