import { Agent, request, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';
import { PorticoFactory, type PorticoApp } from 'portico';
import { RecordedLog } from '../../support/recorded-log.js';
import { OddModule } from './odd-module.js';
import { SESSION, session, type Sent } from './odd-requests.js';
import { parseEvents } from './raw-http.js';

/** A server of odd tools, and what it answers to whatever is sent. */
export class OddServer {
  readonly log = new RecordedLog();
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 4 });
  private app!: PorticoApp;
  private url!: string;
  session = '';

  constructor(
    private readonly hotPath: boolean,
    private readonly options: { readonly sessions?: false } = {},
  ) {}

  async start(): Promise<void> {
    this.app = await PorticoFactory.create(OddModule, {
      name: 'odd',
      version: '1.0.0',
      log: this.log,
      hotPath: this.hotPath,
    });
    this.url = (
      await this.app.listen({ transport: 'http', port: 0, signals: false, ...this.options })
    ).address;
  }

  async open(version: string): Promise<void> {
    const clientInfo = { name: 'raw', version: '1.0.0' };
    const params = { protocolVersion: version, capabilities: {}, clientInfo };
    const { headers } = await this.send(session('initialize', params));
    this.session = String(headers['mcp-session-id']);
    await this.send({ ...session(), body: { jsonrpc: '2.0', method: 'notifications/initialized' } });
  }

  send({ headers, body }: Sent): Promise<{ status: number; headers: IncomingHttpHeaders; text: string }> {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const own: OutgoingHttpHeaders = {
      'content-length': String(Buffer.byteLength(text)),
    };
    for (const [name, value] of Object.entries(headers))
      if (value !== undefined) own[name] = value === SESSION ? this.session : value;
    return new Promise((resolve, reject) => {
      const sending = request(this.url, { method: 'POST', agent: this.agent, headers: own }, (response) => {
        let read = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (read += chunk));
        response.once('error', reject);
        response.once('end', () =>
          resolve({ status: response.statusCode!, headers: response.headers, text: read }),
        );
      });
      sending.once('error', reject);
      sending.end(text);
    });
  }

  async close(): Promise<void> {
    this.agent.destroy();
    await this.app.close();
  }
}

type Answered = Awaited<ReturnType<OddServer['send']>>;

/** How the body is cut on its way is nobody's business, nor is what differs from one answer to the next. */
const OF_THE_WAY = ['date', 'connection', 'keep-alive', 'content-length', 'transfer-encoding'];

/** What a client can tell of an answer. */
export function visible({ status, headers, text }: Answered) {
  const own = Object.fromEntries(Object.entries(headers).filter(([name]) => !OF_THE_WAY.includes(name)));
  if ('mcp-session-id' in own) own['mcp-session-id'] = 'there';
  const isStream = headers['content-type'] === 'text/event-stream';
  const plain = text.replace(/error id [\w-]+/g, 'error id');
  const messages = isStream ? parseEvents(plain) : plain === '' ? '' : (JSON.parse(plain) as unknown);
  return { status, headers: own, messages };
}
