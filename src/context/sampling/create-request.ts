import { jsonObstacle } from '../../common/json-value.js';
import type { SamplingMessage } from './messages/sampling-message.js';
import { wrongOption } from './sample-errors.js';
import type { ModelPreferences, SampleTurnOptions } from './sample-options.js';
import type { SamplingRequest } from './sampling-request.js';

const MAX_TOKENS = 512;

/** All of a request but what changes from turn to turn. */
export type RequestFrame = Omit<SamplingRequest, 'messages' | 'tools' | 'toolChoice'>;

/**
 * What the options say, in the protocol's own terms.
 *
 * @throws PorticoError `PORTICO_SAMPLE_OPTION`
 */
export function createFrame(what: string, options: SampleTurnOptions): RequestFrame {
  const { system, temperature, maxTokens = MAX_TOKENS, stopSequences, includeContext, metadata } = options;
  if (!Number.isInteger(maxTokens) || maxTokens < 1)
    throw wrongOption(what, 'maxTokens', 'must be a whole number of at least 1');
  if (temperature !== undefined && !Number.isFinite(temperature))
    throw wrongOption(what, 'temperature', 'must be a number');
  const obstacle = metadata === undefined ? undefined : jsonObstacle(metadata);
  if (obstacle)
    throw wrongOption(
      what,
      obstacle.path ? `metadata.${obstacle.path}` : 'metadata',
      `is ${obstacle.what}, which JSON cannot carry`,
    );
  const modelPreferences = toPreferences(what, options.modelPreferences);
  return {
    ...(system !== undefined && { systemPrompt: system }),
    maxTokens,
    ...(temperature !== undefined && { temperature }),
    ...(stopSequences && { stopSequences }),
    ...(modelPreferences && { modelPreferences }),
    ...(includeContext !== undefined && { includeContext }),
    ...(metadata && { metadata }),
  };
}

/** One turn: the frame and the conversation so far. */
export function createRequest(
  frame: RequestFrame,
  messages: readonly SamplingMessage[],
  { tools, toolChoice }: Pick<SamplingRequest, 'tools' | 'toolChoice'> = {},
): SamplingRequest {
  // The conversation grows after the request was made, and what was asked must not.
  return { messages: [...messages], ...frame, ...(tools && { tools }), ...(toolChoice && { toolChoice }) };
}

function toPreferences(
  what: string,
  given: SampleTurnOptions['modelPreferences'],
): SamplingRequest['modelPreferences'] {
  if (given === undefined) return undefined;
  const { hints, ...priorities }: ModelPreferences =
    typeof given === 'string' ? { hints: [given] } : isNames(given) ? { hints: given } : given;
  const beyond = Object.entries(priorities).find(([, value]) => !(Number(value) >= 0 && Number(value) <= 1));
  if (beyond) throw wrongOption(what, `modelPreferences.${beyond[0]}`, 'must be a number from 0 to 1');
  return {
    ...(hints && { hints: hints.map((hint) => (typeof hint === 'string' ? { name: hint } : hint)) }),
    ...priorities,
  };
}

function isNames(given: readonly string[] | ModelPreferences): given is readonly string[] {
  return Array.isArray(given);
}
