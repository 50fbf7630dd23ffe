import type {} from 'expect';
import type { PorticoMatchers } from './matcher-types.js';

export { porticoMatchers } from './portico-matchers.js';

/* eslint-disable @typescript-eslint/no-unused-vars, @typescript-eslint/no-empty-object-type, @typescript-eslint/no-namespace --
   declarations of one interface must take the same parameters, and those of @types/jest are global */

declare module 'expect' {
  interface Matchers<R extends void | Promise<void>, T = unknown> extends PorticoMatchers<R> {}
}

declare global {
  namespace jest {
    interface Matchers<R, T = {}> extends PorticoMatchers<R> {}
  }
}
