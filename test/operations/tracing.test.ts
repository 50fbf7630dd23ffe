import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
  type ReadableSpan,
} from '@opentelemetry/sdk-trace-base';
import { createTestClient } from 'portico/testing';
import { useHttp } from '../support/http-server.js';
import { statelessMeta } from '../support/server-process.js';
import { RecordedLog } from '../support/recorded-log.js';
import { OperatedModule } from './operated.fixture.js';

const exporter = new InMemorySpanExporter();
const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });

beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(provider);
});
beforeEach(() => exporter.reset());
afterAll(async () => {
  await provider.shutdown();
  trace.disable();
  context.disable();
});

const named = (name: string): ReadableSpan => {
  const spans = exporter.getFinishedSpans().filter((span) => span.name === name);
  expect(spans).toHaveLength(1);
  return spans[0]!;
};

const TRACE = '0af7651916cd43dd8448eb211c80319c';

describe.each(['session', 'stateless'] as const)('spans (%s)', (era) => {
  const connect = () =>
    createTestClient(OperatedModule, {
      era,
      tracing: true,
      log: new RecordedLog(),
      onElicit: ({ requestedSchema }) => {
        const [field] = Object.keys(requestedSchema?.properties ?? { value: 0 });
        return { action: 'accept', content: { [field!]: true } };
      },
    });

  it('are one for a call, with those of its questions, state and inner calls within', async () => {
    const client = await connect();
    await client.callTool('ask');
    await client.callTool('nest');
    await client.close();
    const call = named('tools/call ask');
    expect(call.kind).toBe(SpanKind.SERVER);
    expect(call.attributes).toMatchObject({
      'mcp.method.name': 'tools/call',
      'portico.outcome': 'ok',
      'portico.era': era,
    });
    for (const name of ['ask elicitation/create', 'state set']) {
      const child = named(name);
      expect(child.parentSpanContext?.spanId).toBe(call.spanContext().spanId);
      expect(child.spanContext().traceId).toBe(call.spanContext().traceId);
    }
    expect(named('tools/call add').parentSpanContext?.spanId).toBe(
      named('tools/call nest').spanContext().spanId,
    );
  });

  it('say that a call failed and by which code, but not the text of the error', async () => {
    const client = await connect();
    await client.callTool('fail');
    await client.callTool('forbidden');
    await client.close();
    const failed = named('tools/call fail');
    expect(failed.status.code).toBe(SpanStatusCode.ERROR);
    expect(failed.attributes).toMatchObject({ 'error.type': 'internal', 'portico.outcome': 'failed' });
    expect(JSON.stringify([failed.attributes, failed.status, failed.events])).not.toContain('dead');
    expect(named('tools/call forbidden').attributes).toMatchObject({ 'error.type': 'PORTICO_FORBIDDEN' });
  });
});

describe('over HTTP', () => {
  const serve = useHttp(OperatedModule);

  it.each(['_meta', 'headers'])('the trace of the caller goes on, told in %s', async (where) => {
    process.env['PORTICO_TRACING'] = 'true';
    try {
      const { postStateless } = await serve();
      const traceparent = `00-${TRACE}-b7ad6b7169203331-01`;
      const _meta = where === '_meta' ? { ...statelessMeta, traceparent } : statelessMeta;
      await (
        await postStateless(
          'tools/call',
          { name: 'add', arguments: {}, _meta },
          { 'mcp-name': 'add', ...(where === 'headers' && { traceparent }) },
        )
      ).text();
    } finally {
      delete process.env['PORTICO_TRACING'];
    }
    const { traceId } = named('tools/call add').spanContext();
    expect([traceId, named('tools/call add').parentSpanContext]).toMatchObject([
      TRACE,
      { spanId: 'b7ad6b7169203331', isRemote: true },
    ]);
  });
});
