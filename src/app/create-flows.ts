import type { Clock } from '../common/clock.js';
import { milliseconds } from '../common/duration.js';
import { PorticoError } from '../common/portico-error.js';
import type { ServerLog } from '../common/server-log.js';
import { FlowRunner } from '../interaction/flow-runner.js';
import type { FlowStore } from '../interaction/flow-store.js';
import type { QuestionLimits, QuestionPlaces } from '../interaction/question-places.js';
import { KeyRing } from '../interaction/key-ring.js';
import { openFlowStore } from '../interaction/stores/open-flow-store.js';
import { StateSeal } from '../interaction/sealed-state.js';
import type { InteractionOptions } from './options.js';
import { environment, type Environment } from './configuration/environment.js';

/** What keeps flows alive between requests. */
export interface Flows {
  readonly runner: FlowRunner;
  readonly store: FlowStore;
  readonly questions: QuestionPlaces;
  readonly ttl: number;
}

/**
 * The keys of what travels through the client, from the options, then from the environment.
 *
 * @throws PorticoError `PORTICO_WEAK_KEY`
 */
export function flowKeys({ keys }: InteractionOptions): KeyRing {
  const variables = environment();
  const configured = variables['PORTICO_STATE_KEY']?.split(',').map((key) => key.trim());
  return new KeyRing(keys ?? configured ?? []);
}

/**
 * Whether suspended handlers are kept in memory, from the options, then from the environment.
 *
 * @throws PorticoError `PORTICO_INTERACTION_OPTION`
 */
export function flowMode({ mode }: InteractionOptions): 'park' | 'replay' {
  const given = mode ?? (environment()['PORTICO_INTERACTION_MODE'] || 'park');
  if (given === 'park' || given === 'replay') return given;
  throw new PorticoError(
    'PORTICO_INTERACTION_OPTION',
    `interaction.mode (or PORTICO_INTERACTION_MODE) cannot be '${given}'. Use 'park' or 'replay'.`,
  );
}

/**
 * Handlers that wait must be counted: by anything but a whole number they would not be.
 *
 * @throws PorticoError `PORTICO_INTERACTION_OPTION`
 */
export function checkParked(options: InteractionOptions): void {
  for (const [name, least] of [
    ['maxParked', 0],
    ['parkedPerCaller', 1],
  ] as const) {
    wholeNumber(`interaction.${name}`, options[name] ?? least, least);
  }
}

/**
 * How many questions may wait for an answer, from the options, then from the environment.
 *
 * @throws PorticoError `PORTICO_INTERACTION_OPTION`
 */
export function questionLimits(
  { questionsPerSession, questionsPerCaller }: InteractionOptions,
  env: Environment = environment(),
): QuestionLimits {
  const read = (option: string, given: number | undefined, variable: string, fallback: number): number =>
    wholeNumber(
      `interaction.${option} (or ${variable})`,
      given ?? (env[variable] ? Number(env[variable]) : fallback),
      1,
    );
  return {
    questionsPerSession: read(
      'questionsPerSession',
      questionsPerSession,
      'PORTICO_QUESTIONS_PER_SESSION',
      100,
    ),
    questionsPerCaller: read('questionsPerCaller', questionsPerCaller, 'PORTICO_QUESTIONS_PER_CALLER', 1_000),
  };
}

function wholeNumber(option: string, given: number, least: number): number {
  if (Number.isInteger(given) && given >= least) return given;
  throw new PorticoError(
    'PORTICO_INTERACTION_OPTION',
    `${option} cannot be ${String(given)}. Use a whole number from ${least} on.`,
  );
}

/** @throws PorticoError `PORTICO_INTERACTION_OPTION` */
export function checkFallback({ fallback }: InteractionOptions): void {
  if (fallback === undefined || (fallback as string) === 'model') return;
  throw new PorticoError(
    'PORTICO_INTERACTION_OPTION',
    `interaction.fallback cannot be '${String(fallback)}'. Use 'model', or leave it out.`,
  );
}

/** @param revision changes when the components do */
export async function createFlows(
  options: InteractionOptions = {},
  questions: QuestionPlaces,
  audience: string,
  revision: () => string,
  clock: Clock,
  log: ServerLog,
): Promise<Flows> {
  const ttl = milliseconds(options.ttl ?? '10m');
  const given = options.store ?? environment()['PORTICO_FLOW_STORE'] ?? 'memory:';
  const seal = new StateSeal(flowKeys(options));
  const settings = {
    ttl,
    maxParked: flowMode(options) === 'replay' ? 0 : (options.maxParked ?? 1_000),
    parkedPerCaller: options.parkedPerCaller ?? 100,
    maxStateSize: options.maxStateSize ?? 32 * 1024,
    singleUse: options.singleUse ?? false,
    audience,
    revision,
  };
  const store = typeof given === 'string' ? await openFlowStore(given, log, clock) : given;
  return { runner: new FlowRunner(settings, seal, store, questions, log, clock), store, questions, ttl };
}
