import type { SchemaProblem } from './types.js';

/**
 * Puts problems into words, one line each: `items[2].price: must be at least 0`.
 *
 * @param problems what a parse found wrong
 * @returns the lines, joined by line feeds; the empty string when there are none
 * @example
 * formatProblems([{ path: 'days', message: 'must be an integer' }]); // 'days: must be an integer'
 */
export function formatProblems(problems: readonly SchemaProblem[]): string {
  return problems.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('\n');
}
