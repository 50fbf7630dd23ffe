import type { RawAnswer } from '../interaction/raw-client.js';

const META = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'raw', version: '1.0.0' },
  'io.modelcontextprotocol/clientCapabilities': { elicitation: { form: {} } },
};

/** One call of a tool over stateless HTTP, by hand: so that a test may answer on another machine, or twice. */
export async function callOverHttp(
  url: URL,
  name: string,
  args: object,
  retry: { requestState?: string; inputResponses?: object } = {},
): Promise<RawAnswer> {
  const params = { name, arguments: args, ...retry, _meta: META };
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': 'tools/call',
      'mcp-name': name,
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params }),
  });
  const text = await response.text();
  const messages = text.startsWith('{')
    ? [text]
    : [...text.matchAll(/^data: (\{.*)$/gm)].map(([, data]) => data!);
  return messages
    .map((message) => JSON.parse(message) as RawAnswer & { id?: number })
    .find(({ id }) => id === 1)!;
}

/** What a client says to every question of an answer. */
export function confirmAll(answer: RawAnswer): { requestState: string; inputResponses: object } {
  const { inputRequests, requestState } = answer.result!;
  const yes = { action: 'accept', content: { confirm: true, value: true } };
  return {
    requestState,
    inputResponses: Object.fromEntries(Object.keys(inputRequests).map((key) => [key, yes])),
  };
}
