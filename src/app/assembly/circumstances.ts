import { systemClock, type Clock } from '../../common/clock.js';
import type {
  ValueProvider,
  ClassProvider,
  ExistingProvider,
  FactoryProvider,
} from '../../metadata/provider.js';

/** A provider that takes the place of another of the same token. */
export type Override = ValueProvider | ClassProvider | FactoryProvider | ExistingProvider;

/** What a test changes about an application, and nobody else. */
export interface Circumstances {
  readonly clock: Clock;
  /** What is provided instead, in every module that provides the token. */
  readonly overrides: readonly Override[];
  /** Whether a tool's result carries the code of its error. */
  readonly tellsErrorCodes: boolean;
}

/** Those of every application that is no test. */
export const ordinary: Circumstances = { clock: systemClock, overrides: [], tellsErrorCodes: false };
