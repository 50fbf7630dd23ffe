import type { PorticoMatchers } from './matcher-types.js';

export { porticoMatchers } from './portico-matchers.js';

// @ts-expect-error -- Vitest is installed where this is imported, and not here.
declare module 'vitest' {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any, @typescript-eslint/no-unused-vars, @typescript-eslint/no-empty-object-type -- as Vitest declares it
  interface Matchers<T = any> extends PorticoMatchers<void> {}
}
