/** Everything `portico generate` can make. */
export const COMPONENT_KINDS = [
  'tool',
  'resource',
  'prompt',
  'service',
  'module',
  'job',
  'guard',
  'interceptor',
  'filter',
  'dto',
  'test',
] as const;

export type ComponentKind = (typeof COMPONENT_KINDS)[number];
