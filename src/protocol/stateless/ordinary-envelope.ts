import {
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  LOG_LEVEL_META_KEY,
  PROTOCOL_VERSION_META_KEY,
} from '../meta-keys.js';
import { logLevels, type LogLevel } from '../../context/peer.js';
import type { Party } from '../inbound.js';
import { hasOnly, isEmpty, isObject, isText, isTruth, type Check, type Json } from '../ordinary-form.js';
import { STATELESS_REVISION } from '../revisions.js';
import { statelessClient } from './stateless-client.js';

/** What the `_meta` of a request of the stateless revision says. */
export interface Envelope {
  readonly party: Party;
  readonly level: LogLevel | undefined;
  /** What is left of `_meta` for handlers. */
  readonly meta: Json;
}

type Checks = Readonly<Record<string, Check>>;

/** The engine knows more than this; what is not here is for it to judge. */
const capabilities: Checks = {
  elicitation: (value) => hasOnly(value, { form: isEmpty, url: isEmpty }),
  sampling: (value) => hasOnly(value, { tools: isEmpty, context: isEmpty }),
  roots: (value) => hasOnly(value, { listChanged: isTruth }),
  extensions: (value) => isObject(value) && Object.values(value).every(isEmpty),
};
const info: Checks = {
  name: isText,
  version: isText,
  title: isText,
  description: isText,
  websiteUrl: isText,
};

/**
 * Reads the `_meta` of a request where the engine would surely accept it; `undefined` means: ask the engine.
 */
export function ordinaryEnvelope(given: unknown): Envelope | undefined {
  if (!isObject(given) || given[PROTOCOL_VERSION_META_KEY] !== STATELESS_REVISION) return undefined;
  // To copy it would change the prototype of what handlers are given.
  if (Object.hasOwn(given, '__proto__')) return undefined;
  const level = given[LOG_LEVEL_META_KEY];
  const isComplete =
    hasOnly(given[CLIENT_CAPABILITIES_META_KEY], capabilities) &&
    isClientInfo(given[CLIENT_INFO_META_KEY]) &&
    (level === undefined || logLevels.includes(level as LogLevel));
  if (!isComplete) return undefined;
  return {
    party: statelessClient({ envelope: given }),
    level: level as LogLevel | undefined,
    meta: restOf(given),
  };
}

function isClientInfo(value: unknown): boolean {
  if (value === undefined) return true;
  return hasOnly(value, info) && 'name' in (value as Json) && 'version' in (value as Json);
}

function restOf(given: Json): Json {
  const meta: Record<string, unknown> = {};
  for (const key in given)
    if (
      key !== PROTOCOL_VERSION_META_KEY &&
      key !== CLIENT_INFO_META_KEY &&
      key !== CLIENT_CAPABILITIES_META_KEY &&
      key !== LOG_LEVEL_META_KEY
    )
      meta[key] = given[key];
  return meta;
}
