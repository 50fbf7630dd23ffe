import type { StandardSchemaV1 } from '../schema/index.js';

type Params = Readonly<Record<string, unknown>>;

/** A schema that takes whatever parameters there are. */
export const anyParams: StandardSchemaV1<Params> = {
  '~standard': { version: 1, vendor: 'portico', validate: (value) => ({ value: value as Params }) },
};
