/**
 * Reads one Jest report and prints "PASSED FAILED NOTE".
 * Usage: node .ci/count-tests.mjs REPORT EXIT_CODE
 */
import { readFileSync } from 'node:fs';

const [report, exitCode] = process.argv.slice(2);

function count() {
  let result;
  try {
    result = JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    return [0, 1, `the run left no report, exit code ${exitCode}`];
  }
  const passed = result.numPassedTests;
  const unrunnable = result.numRuntimeErrorTestSuites;
  let failed = result.numFailedTests + unrunnable;
  const notes = [];
  if (unrunnable > 0) notes.push(`${unrunnable} test files could not run`);
  const skipped = result.numPendingTests + result.numTodoTests;
  if (skipped > 0) notes.push(`${skipped} skipped`);
  if (exitCode !== '0' && failed === 0) {
    failed = 1;
    notes.push(`the run itself failed, exit code ${exitCode}`);
  }
  return [passed, failed, notes.join(', ')];
}

console.log(count().join(' ').trim());
