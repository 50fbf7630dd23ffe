import type { IncomingMessage, ServerResponse } from 'node:http';
import { All, Controller, Req, Res, type OnApplicationShutdown } from '@nestjs/common';
import { PorticoApp, type NodeHandler } from 'portico';

/** The MCP endpoint: a controller that hands each request on. */
@Controller('mcp')
export class McpController implements OnApplicationShutdown {
  private readonly handle: NodeHandler;

  constructor(private readonly mcp: PorticoApp) {
    this.handle = mcp.nodeHandler();
  }

  @All()
  serve(@Req() request: IncomingMessage, @Res() response: ServerResponse) {
    this.handle(request, response);
  }

  async onApplicationShutdown() {
    await this.mcp.close();
  }
}
