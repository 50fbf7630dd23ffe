import { Agent, request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';

/** A response that was read to its end. */
export interface RawResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The body as JSON. */
  readonly json: unknown;
  /** The body as server-sent events. */
  readonly events: readonly SseEvent[];
}

export interface SseEvent {
  readonly id?: string;
  readonly retry?: string;
  readonly data: string;
  /** The data as JSON, or `undefined` where it is empty. */
  readonly message?: Message;
}

export interface Message {
  readonly id?: number | string;
  readonly method?: string;
  readonly result?: {
    readonly content?: readonly { readonly text: string }[];
    readonly [key: string]: unknown;
  };
  readonly error?: { readonly code: number; readonly message: string };
  readonly params?: Record<string, unknown>;
}

export interface RawRequest {
  readonly method?: string;
  readonly headers?: Record<string, string | undefined>;
  /** Sent as JSON unless it is a string. */
  readonly body?: unknown;
  readonly agent?: Agent;
  /** Of the addresses of this machine the one the request comes from. */
  readonly localAddress?: string;
}

export const POST_HEADERS = {
  'content-type': 'application/json',
  accept: 'application/json, text/event-stream',
};

/** A response whose body is still coming. */
export class OpenResponse {
  text = '';
  readonly ended: Promise<void>;
  isEnded = false;

  constructor(
    readonly message: IncomingMessage,
    private readonly hangUpRequest: () => void,
  ) {
    message.setEncoding('utf8').on('data', (chunk: string) => (this.text += chunk));
    this.ended = new Promise((resolve) => {
      const end = () => {
        this.isEnded = true;
        resolve();
      };
      message.once('end', end).once('close', end).once('error', end);
    });
  }

  get status(): number {
    return this.message.statusCode!;
  }
  get headers(): IncomingHttpHeaders {
    return this.message.headers;
  }
  get events(): readonly SseEvent[] {
    return parseEvents(this.text);
  }
  get json(): unknown {
    return JSON.parse(this.text) as unknown;
  }
  /** The messages of the stream so far. */
  get messages(): readonly Message[] {
    return this.events.flatMap(({ message }) => message ?? []);
  }
  /** Closes the connection from this side. */
  hangUp(): void {
    this.hangUpRequest();
  }
}

/** A connection for each request, unless a test says otherwise. */
const once = new Agent({ keepAlive: false });

/** Sends a request, and resolves as soon as the headers of the answer are there. */
export function open(
  url: string | URL,
  { method = 'POST', headers = POST_HEADERS, body, agent = once, localAddress }: RawRequest = {},
): Promise<OpenResponse> {
  const text = typeof body === 'string' || body === undefined ? body : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      url,
      {
        method,
        agent,
        localAddress,
        headers: {
          ...defined(headers),
          ...(text !== undefined && { 'content-length': Buffer.byteLength(text) }),
        },
      },
      (response) => resolve(new OpenResponse(response, () => request.destroy())),
    );
    request.once('error', reject);
    request.end(text);
  });
}

/** Sends a request, and resolves when the answer is complete. */
export async function send(url: string | URL, request?: RawRequest): Promise<RawResponse> {
  const response = await open(url, request);
  await response.ended;
  const { status, headers, text, events } = response;
  return {
    status,
    headers,
    text,
    events,
    get json(): unknown {
      return JSON.parse(text) as unknown;
    },
  };
}

export function parseEvents(text: string): SseEvent[] {
  const blocks = text.split('\n\n').slice(0, -1);
  return blocks
    .filter((block) => /^(data|id|retry)/m.test(block))
    .map((block) => {
      const field = (name: string) =>
        block
          .split('\n')
          .find((line) => line.startsWith(`${name}:`))
          ?.slice(name.length + 1)
          .trim();
      const data = field('data') ?? '';
      const [id, retry] = [field('id'), field('retry')];
      return {
        data,
        ...(id !== undefined && { id }),
        ...(retry !== undefined && { retry }),
        ...(data !== '' && { message: JSON.parse(data) as Message }),
      };
    });
}

function defined(headers: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
