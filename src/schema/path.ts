/** Adds one step to a path: `items` + `2` → `items[2]`, `items[2]` + `price` → `items[2].price`. */
export function extendPath(path: string, step: string | number): string {
  if (typeof step === 'number') return `${path}[${step}]`;
  if (!/^[\p{L}_$][\p{L}\p{N}_$-]*$/u.test(step)) return `${path}[${JSON.stringify(step)}]`;
  return path === '' ? step : `${path}.${step}`;
}

/** Writes steps as one path. */
export function pathOf(steps: readonly (string | number)[]): string {
  return steps.reduce<string>(extendPath, '');
}
