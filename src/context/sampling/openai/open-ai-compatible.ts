import { milliseconds, type Duration } from '../../../common/duration.js';
import { PorticoError } from '../../../common/portico-error.js';
import type { SamplingProvider, SamplingProviderAnswer } from '../sampling-provider.js';
import type { SamplingRequest } from '../sampling-request.js';
import { fromChatCompletion } from './from-chat-completion.js';
import { toChatBody, type ChatModel } from './to-chat-body.js';
import { ToolNames } from './tool-names.js';

/** Where a model is reached, and which. */
export interface OpenAiCompatibleOptions {
  /** Up to what comes before `/chat/completions`: `https://api.openai.com/v1`, `http://localhost:11434/v1`. */
  readonly baseUrl: string | URL;
  /** Sent as bearer token, and shown nowhere. Absent: for a server that asks for none. */
  readonly apiKey?: string | undefined;
  readonly model: string;
  /** How the API calls the limit of an answer's length; newer models want `max_completion_tokens`. Default: `max_tokens`. */
  readonly maxTokensField?: 'max_tokens' | 'max_completion_tokens';
  /** How long an answer may take. Default: two minutes. */
  readonly timeout?: Duration;
}

/** How much of an error's text is passed on. */
const LONGEST_DETAIL = 300;

/**
 * A model behind the chat completions API, which most makers of models and most local servers speak. It is asked once
 * for each turn, without retries. `modelPreferences` and `includeContext` have no meaning for it and are not sent.
 *
 * @throws PorticoError `PORTICO_SAMPLE_PROVIDER_OPTION` for options that cannot work
 * @example
 * ```ts
 * const provider = openAiCompatible({
 *   baseUrl: 'https://api.openai.com/v1',
 *   apiKey: process.env['OPENAI_API_KEY']!,
 *   model: 'gpt-4.1-mini',
 * });
 * const app = await PorticoFactory.create(AppModule, { name: 'orders', version: '1.0.0', sampling: { provider } });
 * ```
 */
export function openAiCompatible(options: OpenAiCompatibleOptions): SamplingProvider {
  return new OpenAiCompatible(options);
}

class OpenAiCompatible implements SamplingProvider {
  // Hard-private: no log that prints this object shows them.
  readonly #endpoint: URL;
  readonly #apiKey: string | undefined;
  readonly #model: ChatModel;
  readonly #timeout: number;

  constructor({
    baseUrl,
    apiKey,
    model,
    maxTokensField = 'max_tokens',
    timeout = '2m',
  }: OpenAiCompatibleOptions) {
    this.#endpoint = endpoint(baseUrl);
    // What fetch refuses as a header it shows in its error.
    if (apiKey !== undefined && !/^[\x21-\x7e]+$/.test(apiKey))
      throw wrong(
        'apiKey',
        'is empty or holds characters no header can carry, such as a line break at its end',
      );
    if (model === '') throw wrong('model', 'is empty');
    this.#apiKey = apiKey;
    this.#model = { model, maxTokensField };
    this.#timeout = milliseconds(timeout);
  }

  async createMessage(
    request: SamplingRequest,
    { signal }: { readonly signal: AbortSignal },
  ): Promise<SamplingProviderAnswer> {
    const names = new ToolNames((request.tools ?? []).map(({ name }) => name));
    try {
      const body = JSON.stringify(toChatBody(request, this.#model, names));
      return fromChatCompletion(await this.#post(body, signal), this.#model.model, names);
    } catch (error) {
      if (signal.aborted || error instanceof PorticoError) throw error;
      throw this.#failed((error as Error).message, error);
    }
  }

  async #post(body: string, signal: AbortSignal): Promise<unknown> {
    const { ok, status, text } = await this.#send(body, signal);
    if (!ok) throw this.#failed(`answered ${status}${this.#detail(status, text)}`);
    const found = parse(text);
    if (!found) throw this.#failed('answered something else than JSON');
    return found.value;
  }

  async #send(body: string, signal: AbortSignal) {
    const timeout = AbortSignal.timeout(this.#timeout);
    const headers = {
      'content-type': 'application/json',
      ...(this.#apiKey !== undefined && { authorization: `Bearer ${this.#apiKey}` }),
    };
    const init = { method: 'POST', headers, body, redirect: 'error' } as const;
    try {
      const response = await fetch(this.#endpoint, { ...init, signal: AbortSignal.any([signal, timeout]) });
      return { ok: response.ok, status: response.status, text: await response.text() };
    } catch (error) {
      if (signal.aborted) throw error;
      const late = `did not answer within ${this.#timeout} ms`;
      throw this.#failed(
        timeout.aborted ? late : `could not be reached (${reasonOf(error as Error)})`,
        error,
      );
    }
  }

  /** What the API says of an error. Of a key that was refused it may say the key, so then nothing. */
  #detail(status: number, text: string): string {
    if (status === 401 || status === 403) return ': the API key was refused';
    const body = parse(text)?.value as { error?: { message?: unknown } } | null | undefined;
    const message = body?.error?.message;
    if (typeof message !== 'string') return '';
    const safe = this.#apiKey === undefined ? message : message.replaceAll(this.#apiKey, '[API key]');
    return `: ${safe.slice(0, LONGEST_DETAIL)}`;
  }

  #failed(why: string, cause?: unknown): PorticoError {
    const { origin, pathname } = this.#endpoint;
    return new PorticoError('PORTICO_SAMPLE_PROVIDER', `The model at ${origin}${pathname}: ${why}`, {
      cause,
    });
  }
}

function parse(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

/** `ECONNREFUSED` says more than `fetch failed`. */
function reasonOf({ message, cause }: Error): string {
  const { code, message: why } = (cause ?? {}) as { readonly code?: unknown; readonly message?: unknown };
  return [code, why, message].find((reason) => typeof reason === 'string' && reason !== '') as string;
}

function endpoint(baseUrl: string | URL): URL {
  const text = String(baseUrl);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) throw wrong('baseUrl', 'must be an http: or https: URL');
  if (url.username !== '' || url.password !== '')
    throw wrong('baseUrl', 'must not hold credentials; use apiKey');
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/chat/completions`;
  return url;
}

function wrong(option: string, problem: string): PorticoError {
  return new PorticoError('PORTICO_SAMPLE_PROVIDER_OPTION', `openAiCompatible: ${option} ${problem}.`);
}
