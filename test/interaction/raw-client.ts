import type { PorticoApp, PrincipalData } from 'portico';

interface InputRequired {
  readonly resultType: 'input_required';
  readonly inputRequests: Readonly<
    Record<string, { readonly method: string; readonly params: { message: string } }>
  >;
  readonly requestState: string;
}

/** An answer of the stateless wire, whatever it is. */
export interface RawAnswer {
  readonly result?: InputRequired & { readonly content?: { text: string }[]; readonly isError?: boolean };
  readonly error?: { readonly code: number; readonly message: string; readonly data?: unknown };
}

const META = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'raw', version: '1.0.0' },
  'io.modelcontextprotocol/clientCapabilities': { elicitation: { form: {} }, sampling: {}, roots: {} },
};

/** Speaks the stateless protocol by hand, so that a test may retry, repeat and forge as it likes. */
export class RawClient {
  private next = 1;
  private readonly waiting = new Map<number, (answer: RawAnswer) => void>();
  private readonly line;

  constructor(app: PorticoApp, principal?: PrincipalData) {
    this.line = app.connect({ principal });
    this.line.clientTransport.onmessage = (message) => {
      const { id } = message as { id?: number };
      if (id === undefined) return;
      this.waiting.get(id)?.(message as RawAnswer);
      this.waiting.delete(id);
    };
  }

  async request(method: string, params: object): Promise<RawAnswer> {
    const id = this.next++;
    const answer = new Promise<RawAnswer>((resolve) => this.waiting.set(id, resolve));
    await this.line.clientTransport.send({ jsonrpc: '2.0', id, method, params: { ...params, _meta: META } });
    return answer;
  }

  call(
    name: string,
    args: object,
    retry: { requestState?: string; inputResponses?: object } = {},
  ): Promise<RawAnswer> {
    return this.request('tools/call', { name, arguments: args, ...retry });
  }

  close(): Promise<void> {
    return this.line.close();
  }
}

/** The same text for every question of an answer. */
export function accept(answer: RawAnswer, value: string): { requestState: string; inputResponses: object } {
  const { inputRequests, requestState } = answer.result!;
  const responses = Object.keys(inputRequests).map((key) => [key, { action: 'accept', content: { value } }]);
  return { requestState, inputResponses: Object.fromEntries(responses) as object };
}

export function text(answer: RawAnswer): string | undefined {
  return answer.result?.content?.[0]?.text;
}
