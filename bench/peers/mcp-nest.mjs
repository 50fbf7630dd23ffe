/** @rekog/mcp-nest on NestJS and Express. Decorators are used as the compiler would have. */
import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Ctx, Payload } from '@nestjs/microservices';
import {
  MCP_STRATEGY,
  McpController,
  McpStrategy,
  Resource,
  StdioTransport,
  StreamableHttpTransport,
  Tool,
} from '@rekog/mcp-nest';
import { z } from 'zod';
import {
  ADD,
  CTX_WORK,
  ECHO,
  FILLERS,
  HOST,
  MODE,
  PORT,
  RESOURCE,
  SERVER_INFO,
  text,
} from '../contenders/surface.mjs';

const counts = new Map();

class BenchController {
  echo(input) {
    return text(ECHO.run(input));
  }
  add(input) {
    const structuredContent = ADD.run(input);
    return { content: [{ type: 'text', text: JSON.stringify(structuredContent) }], structuredContent };
  }
  async work(_input, context) {
    context.log.info(CTX_WORK.message);
    for (let progress = 1; progress <= CTX_WORK.steps; progress++)
      await context.reportProgress({ progress, total: CTX_WORK.steps });
    const key = context.getSession().sessionId ?? '';
    counts.set(key, (counts.get(key) ?? 0) + 1);
    return text(`count=${counts.get(key)}`);
  }
  config() {
    return { contents: [{ uri: RESOURCE.uri, mimeType: RESOURCE.mimeType, text: RESOURCE.text }] };
  }
}
const { prototype } = BenchController;
const decorate = (method, decorator) =>
  decorator(prototype, method, Object.getOwnPropertyDescriptor(prototype, method));
const tool = (method, { name, description, zod }, more) => {
  Payload()(prototype, method, 0);
  Ctx()(prototype, method, 1);
  decorate(method, Tool({ name, description, parameters: z.object(zod(z)), ...more }));
};
tool('echo', ECHO);
tool('add', ADD, { outputSchema: z.object(ADD.zodOutput(z)) });
tool('work', CTX_WORK);
for (const filler of FILLERS) {
  prototype[filler.name] = (input) => text(filler.run(input));
  tool(filler.name, filler);
}
const { uri, name, description, mimeType } = RESOURCE;
decorate('config', Resource({ uri, name, description, mimeType }));
McpController()(BenchController);

const strategy = new McpStrategy({
  ...SERVER_INFO,
  capabilities: { logging: {} },
  logging: false,
  transports: [
    MODE === 'stdio'
      ? new StdioTransport()
      : new StreamableHttpTransport({ statefulMode: MODE === 'sessions' }),
  ],
});

class BenchModule {}
Module({ controllers: [BenchController], providers: [{ provide: MCP_STRATEGY, useValue: strategy }] })(
  BenchModule,
);

if (MODE === 'stdio') {
  const app = await NestFactory.createMicroservice(BenchModule, { strategy, logger: false });
  await app.listen();
} else {
  const app = await NestFactory.create(BenchModule, { logger: false });
  strategy.setHttpAdapter(app.getHttpAdapter());
  app.connectMicroservice({ strategy });
  await app.startAllMicroservices();
  await app.listen(PORT, HOST);
}
