import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Command } from '../messages.js';
import { Admission } from './admission.js';
import { readCommand } from './command.js';
import type { DashboardBook } from './dashboard-book.js';
import { EventStream } from './event-stream.js';
import { pageFile, POLICY } from './page-files.js';

/** How many pages are served at a time. */
const MAX_PAGES = 16;

const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

export interface DashboardServerParts {
  readonly book: DashboardBook;
  /** Does what a page asks for. */
  readonly obey: (command: Command) => void;
  /** Told whether there is a page that shows anything. */
  readonly onAttention: (isWatched: boolean) => void;
}

/** Serves the page on the loopback interface of this machine, to whoever has the key. */
export class DashboardServer {
  private readonly admission: Admission;
  private readonly server: Server;
  private pages = 0;

  private constructor(
    private readonly parts: DashboardServerParts,
    private readonly key: string,
  ) {
    this.admission = new Admission(key);
    this.server = createServer((request, response) => {
      this.answer(request, response).catch((error: unknown) => {
        if (!response.headersSent)
          refuse(response, 500, error instanceof Error ? error.message : String(error));
        else response.destroy();
      });
    });
  }

  /**
   * @param port another one is taken where it is not free
   * @returns the server, listening
   */
  static async open(port: number, parts: DashboardServerParts): Promise<DashboardServer> {
    const dashboard = new DashboardServer(parts, randomBytes(24).toString('base64url'));
    await dashboard.listen(port).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') return dashboard.listen(0);
      throw error;
    });
    return dashboard;
  }

  /** The address to open, with the key: a browser sends what stands behind `#` to nobody. */
  get url(): string {
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/#key=${this.key}`;
  }

  async close(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }

  private async listen(port: number): Promise<void> {
    this.server.listen(port, '127.0.0.1');
    await once(this.server, 'listening');
    this.server.unref();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const isOpen = !pathname.startsWith('/api/');
    const refusal = this.admission.strange(request) ?? (isOpen ? undefined : this.admission.keyless(request));
    if (refusal) return refuse(response, refusal.status, refusal.reason);
    switch (`${request.method} ${pathname}`) {
      case 'GET /api/events':
        return this.stream(response);
      case 'POST /api/commands':
        return this.take(request, response);
      default:
        return request.method === 'GET' || request.method === 'HEAD'
          ? sendFile(pathname, request, response)
          : refuse(response, 405, 'This is not served.');
    }
  }

  private stream(response: ServerResponse): void {
    if (this.pages >= MAX_PAGES) return refuse(response, 503, `Only ${MAX_PAGES} pages at a time.`);
    this.pages++;
    if (this.pages === 1) this.parts.onAttention(true);
    response.on('close', () => {
      this.pages--;
      if (this.pages === 0) this.parts.onAttention(false);
    });
    new EventStream(this.parts.book, response);
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const command = await readCommand(request);
    if ('problem' in command) return refuse(response, command.status, command.problem);
    this.parts.obey(command);
    response.writeHead(202).end();
  }
}

async function sendFile(pathname: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const file = pageFile(pathname);
  const content = await file?.read().catch(() => undefined);
  if (!file || content === undefined) return refuse(response, 404, 'There is no such file.');
  response.writeHead(200, { 'content-type': file.type });
  response.end(request.method === 'HEAD' ? undefined : content);
}

function refuse(response: ServerResponse, status: number, reason: string): void {
  // A body that nobody reads is no reason to keep the connection.
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' });
  response.end(`${reason}\n`);
}
