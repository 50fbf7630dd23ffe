/** What is read out of the rounds of a cell. */
import { OPERATIONS } from './messages.mjs';
import { median, spread } from './stats.mjs';

/**
 * The figures of a contender in a cell.
 *
 * @returns medians over rounds, `spread` of the processor time, and `times` the limit: the median of the ratios within one
 * round, so that both saw the same neighbours; `undefined` where the contender was not measured
 */
export function figuresOf({ operation, rounds }, name) {
  const own = rounds[name];
  if (own === undefined) return undefined;
  const of = (key) => median(own.map((round) => round[key]));
  const limit = rounds['limit'];
  return {
    cpu: of('cpu'),
    rate: of('rate'),
    p50: of('p50'),
    p99: of('p99'),
    spread: spread(own.map(({ cpu }) => cpu)),
    times: limit && median(own.map(({ cpu }, round) => cpu / limit[round].cpu)),
    lost: OPERATIONS[operation].hears ? OPERATIONS[operation].events - of('events') : 0,
  };
}
