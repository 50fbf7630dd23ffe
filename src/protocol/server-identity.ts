import type { Implementation } from '@modelcontextprotocol/server';
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

/** The identity as the engine sends it. */
export function toImplementation({
  name,
  version,
  title,
  description,
  websiteUrl,
  icons,
}: ServerIdentity): Implementation {
  return {
    name,
    version,
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    ...(websiteUrl !== undefined && { websiteUrl }),
    ...(icons && {
      icons: icons.map(({ sizes, ...icon }) => ({ ...icon, ...(sizes && { sizes: [...sizes] }) })),
    }),
  };
}
