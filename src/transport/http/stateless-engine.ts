import { toNodeHandler } from '@modelcontextprotocol/node';
import {
  createMcpHandler,
  type McpHandlerRequestOptions,
  type McpHttpHandler,
} from '@modelcontextprotocol/server';
import type { ServerLog } from '../../common/server-log.js';
import { isListenRequest } from '../../protocol/stateless/listener.js';
import { ProtocolError } from '../../protocol/sdk-errors.js';
import { withNews } from './news-stream.js';
import type { ServerFactory } from './server-factory.js';
import type { StatelessOptions } from './stateless-door.js';
import { statusOf } from './status-of.js';

/** Serves what stands for itself and is out of the ordinary. The SDK comes with this module. */
export class StatelessEngine {
  readonly answerOnNode: ReturnType<typeof toNodeHandler>;
  private readonly handler: McpHttpHandler;

  constructor(
    private readonly factory: ServerFactory,
    { maxBodySize, keepAlive, servesSessionRevisions }: StatelessOptions,
    log: ServerLog,
  ) {
    const onerror = (error: Error): void => log.debug('stateless:', error.message);
    this.handler = createMcpHandler(
      ({ era }) =>
        era === 'modern'
          ? factory.buildForRequest({ era: 'stateless', transport: 'http' })
          : factory.build({ era: 'session', transport: 'http', isIsolated: true }),
      {
        legacy: servesSessionRevisions ? 'stateless' : 'reject',
        bus: factory.bus,
        maxRequestBodySize: maxBodySize,
        keepAliveMs: keepAlive,
        onerror,
      },
    );
    this.answerOnNode = toNodeHandler(
      { fetch: (request, options) => this.answer(request, options) },
      { onerror },
    );
  }

  async answer(request: Request, options: McpHandlerRequestOptions = {}): Promise<Response> {
    const { parsedBody: body, authInfo: auth } = options;
    if (!isListenRequest(body)) return this.handler.fetch(request, options);
    try {
      return await this.factory.listen(body, { transport: 'http' }, { auth, request }, async (read, news) => {
        const response = await this.handler.fetch(request, { ...options, parsedBody: read });
        return news ? withNews(response, news) : response;
      });
    } catch (thrown) {
      if (!(thrown instanceof ProtocolError)) throw thrown;
      const { code, message, data } = thrown;
      const error = { code, message, data };
      return Response.json({ jsonrpc: '2.0', id: body.id, error }, { status: statusOf({ code }) });
    }
  }

  close(): Promise<void> {
    return this.handler.close();
  }
}
