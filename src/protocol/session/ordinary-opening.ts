import type { Party } from '../inbound.js';
import { hasReservedKeys } from '../meta-keys.js';
import {
  hasOnly,
  isEmpty,
  isObject,
  isPlainDeep,
  isText,
  isTruth,
  type Check,
  type Json,
} from '../ordinary-form.js';
import { SESSION_REVISIONS } from '../revisions.js';

/** What a client said in its handshake, and how it was understood. */
export interface Introduction {
  readonly opening: Json;
  readonly party: Party;
}

type Checks = Readonly<Record<string, Check>>;

/** The engine knows more than this; what is not here is for it to judge. */
const capabilities: Checks = {
  elicitation: (value) => hasOnly(value, { form: isEmpty, url: isEmpty }),
  sampling: (value) => hasOnly(value, { tools: isPlainDeep, context: isPlainDeep }),
  roots: (value) => hasOnly(value, { listChanged: isTruth }),
  tasks: (value) => hasOnly(value, { list: isPlainDeep, cancel: isPlainDeep, requests: areTaskRequests }),
  extensions: isOfObjects,
  experimental: isOfObjects,
};
const icon: Checks = {
  src: isText,
  mimeType: isText,
  sizes: (value) => Array.isArray(value) && value.every(isText),
  theme: (value) => value === 'light' || value === 'dark',
};
const info: Checks = {
  name: isText,
  version: isText,
  title: isText,
  description: isText,
  websiteUrl: isText,
  icons: (value) =>
    Array.isArray(value) && value.every((one) => hasOnly(one, icon) && 'src' in (one as Json)),
};
const opening: Checks = {
  protocolVersion: isText,
  capabilities: (value) => hasOnly(value, capabilities),
  clientInfo: (value) => hasOnly(value, info) && 'name' in (value as Json) && 'version' in (value as Json),
  _meta: (value) => isObject(value) && !hasReservedKeys(value),
};

/**
 * Reads the parameters of a handshake where the engine would surely accept them; `undefined` means: ask the engine.
 *
 * @param params of a message of the ordinary shape
 */
export function ordinaryOpening(params: Json | undefined): Introduction | undefined {
  if (!hasOnly(params, opening)) return undefined;
  const { protocolVersion, capabilities, clientInfo } = params as Json;
  if (!isText(protocolVersion) || !isObject(capabilities) || !isObject(clientInfo)) return undefined;
  const { name, version } = clientInfo as { readonly name: string; readonly version: string };
  return {
    opening: { protocolVersion, capabilities, clientInfo },
    party: {
      client: { name, version, capabilities: understood(capabilities) },
      protocolVersion: SESSION_REVISIONS.includes(protocolVersion) ? protocolVersion : SESSION_REVISIONS[0]!,
    },
  };
}

/** A client that names no kind of question can be shown forms. */
function understood(given: Json): Json {
  return isEmpty(given['elicitation']) ? { ...given, elicitation: { form: {} } } : given;
}

function isOfObjects(value: unknown): boolean {
  return isPlainDeep(value) && Object.values(value as Json).every(isObject);
}

function areTaskRequests(value: unknown): boolean {
  return hasOnly(value, {
    sampling: (one) => hasOnly(one, { createMessage: isPlainDeep }),
    elicitation: (one) => hasOnly(one, { create: isPlainDeep }),
  });
}
