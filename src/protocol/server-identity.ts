import type { Icon } from '../metadata/records.js';

/** What a server says about itself. */
export interface ServerIdentity {
  readonly name: string;
  readonly version: string;
  readonly title?: string;
  readonly description?: string;
  readonly websiteUrl?: string;
  readonly icons?: readonly Icon[];
  /** How a model should use this server as a whole. */
  readonly instructions?: string;
}
