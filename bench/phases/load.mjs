/**
 * What a call costs: the servers of a mode are all up, and slices of one cell run one contender after the other, so that what
 * else happens on the machine hits all alike. Who begins changes with each round.
 */
import { OPERATIONS, countEvents, faultOf } from '../lib/messages.mjs';
import { isUp, start, stop } from '../lib/servers.mjs';
import { loadFor, slice, warmUp } from '../lib/slice.mjs';

/**
 * @param cells `mode`, `operation`, `width` of each
 * @param plan `rounds`, the length of a slice `ms`, what a warm-up is
 * @returns the cells, each with its rounds by the name of the contender
 * @throws Error when a contender answers wrong
 */
export async function measureLoad(contenders, cells, plan, log) {
  const measured = [];
  for (const mode of new Set(cells.map((cell) => cell.mode))) {
    const known = contenders.filter(({ modes }) => modes.includes(mode));
    const entries = [];
    try {
      for (const contender of known) entries.push(await bring(contender, mode));
      for (const cell of cells.filter((one) => one.mode === mode))
        measured.push(await measureCell(entries, cell, plan, log));
    } finally {
      await Promise.all(entries.map(({ server }) => stop(server)));
    }
  }
  return measured;
}

const PROBED = ['echo', 'add', 'read', 'bad'];

/**
 * Starts a contender and looks whether it does the same work as all others.
 *
 * @param probed the operations it is looked at by
 */
export async function bring(contender, mode, env, probed = PROBED) {
  const server = await start(contender, mode, env);
  try {
    if (mode !== 'stdio') await isUp(server);
    const load = await loadFor(server);
    for (const name of probed) await probe(contender, mode, load, name);
    return { contender, server, load };
  } catch (error) {
    await stop(server);
    throw new Error(`${contender.name}, ${mode}: ${error.message} ${server.said().slice(-500)}`, {
      cause: error,
    });
  }
}

async function probe(contender, mode, load, name) {
  const operation = OPERATIONS[name];
  const answer = await load.once(operation);
  const fault = faultOf(operation, answer);
  if (fault) throw new Error(`${name} is answered wrong: ${fault}: ${answer.slice(0, 600)}`);
  if (countEvents(answer) > operation.events) throw new Error(`${name} sends events nobody asked for.`);
}

async function measureCell(entries, cell, plan, log) {
  const { mode, operation: name, width } = cell;
  const operation = OPERATIONS[name];
  const rounds = Object.fromEntries(entries.map(({ contender }) => [contender.name, []]));
  const tell = ({ contender }, error) => {
    throw new Error(`${contender.name}, ${mode}, ${name}: ${error.message}`, { cause: error });
  };
  for (const entry of entries) {
    const extent = entry.isWarm ? plan.warmUp.again : plan.warmUp.first;
    await warmUp(entry.server, entry.load, operation, width, extent).catch((error) => tell(entry, error));
    entry.isWarm = true;
  }
  for (let round = 0; round < plan.rounds; round++)
    for (let i = 0; i < entries.length; i++) {
      const entry = entries[(i + round) % entries.length];
      const figures = await slice(entry.server, entry.load, operation, width, plan.slice).catch((error) =>
        tell(entry, error),
      );
      rounds[entry.contender.name].push(figures);
    }
  log(`${mode}, ${name}, ${width}`);
  return { ...cell, rounds };
}
