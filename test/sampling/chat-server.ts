import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What was sent to the chat completions API. */
export interface ChatRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Readonly<Record<string, unknown>> & {
    readonly messages: readonly Readonly<Record<string, unknown>>[];
    readonly tools?: readonly { readonly function: { readonly name: string; readonly parameters: object } }[];
  };
}

/** What it answers; `undefined` answers nothing. */
export interface ChatReply {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body: unknown;
}

/** A chat completions API on a port of this machine. */
export interface ChatServer {
  readonly url: string;
  readonly requests: readonly ChatRequest[];
  reply(next: (request: ChatRequest, turn: number) => ChatReply | undefined): void;
  close(): Promise<void>;
}

export async function startChatServer(): Promise<ChatServer> {
  const requests: ChatRequest[] = [];
  let answer: (request: ChatRequest, turn: number) => ChatReply | undefined = () =>
    completion({ content: 'ok' });
  const server = createServer((incoming, response) => {
    const pieces: Buffer[] = [];
    incoming.on('data', (piece: Buffer) => pieces.push(piece));
    incoming.on('end', () => {
      const { method = '', url = '', headers } = incoming;
      const request = {
        method,
        path: url,
        headers,
        body: JSON.parse(Buffer.concat(pieces).toString()) as ChatRequest['body'],
      };
      requests.push(request);
      const reply = answer(request, requests.length);
      if (!reply) return;
      response.writeHead(reply.status ?? 200, { 'content-type': 'application/json', ...reply.headers });
      response.end(typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    reply: (next) => (answer = next),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** An answer as the API has it. */
export function completion(message: object, finish = 'stop'): ChatReply {
  return {
    body: {
      model: 'small-1',
      choices: [{ index: 0, message: { role: 'assistant', ...message }, finish_reason: finish }],
    },
  };
}

/** Calls of tools, as the API has them. */
export function calls(...names: readonly (readonly [name: string, args: string])[]): ChatReply {
  const toolCalls = names.map(([name, args], at) => ({
    id: `call_${at}`,
    type: 'function',
    function: { name, arguments: args },
  }));
  return completion({ content: null, tool_calls: toolCalls }, 'tool_calls');
}
