import { milliseconds } from '../common/duration.js';
import type { StartupProblems } from '../common/startup-problem.js';
import type { CacheableOptions } from '../metadata/cacheable.js';
import type { ComponentRecord } from '../metadata/records.js';
import type { CachePlan } from '../pipeline/cache/cache-plan.js';

/** What `@Cacheable` means for a component; only what changes nothing may be answered from what is kept. */
export function cachePlan(
  where: string,
  component: ComponentRecord,
  options: CacheableOptions | undefined,
  problems: StartupProblems,
): CachePlan | undefined {
  if (!options) return undefined;
  if (component.kind === 'prompt')
    problems.add(
      'PORTICO_CACHEABLE',
      where,
      'a prompt is @Cacheable',
      'Keep results of tools and resources; remove @Cacheable here.',
    );
  if (component.kind === 'tool' && component.options.annotations?.readOnlyHint !== true)
    problems.add(
      'PORTICO_CACHEABLE',
      where,
      'a tool is @Cacheable that is not declared to change nothing',
      'Add annotations: { readOnlyHint: true } if it is so, else remove @Cacheable.',
    );
  const { ttl, scope = 'private', key } = options;
  if (scope !== 'private' && scope !== 'public')
    problems.add(
      'PORTICO_CACHEABLE',
      where,
      `@Cacheable has the unknown scope '${String(scope)}'`,
      `Use 'private' or 'public'.`,
    );
  try {
    return { ttl: milliseconds(ttl), isPublic: scope === 'public', key };
  } catch (error) {
    problems.add('PORTICO_DURATION', where, (error as Error).message, 'Correct the ttl of @Cacheable.');
    return undefined;
  }
}
