import { afterEach, describe, expect, it } from '@jest/globals';
import {
  Complete,
  Injectable,
  Module,
  Param,
  PorticoFactory,
  Prompt,
  Resource,
  silentLog,
  Tool,
  type PorticoApp,
} from 'portico';
import { RawLine } from '../obligations/support/raw-line.js';

@Injectable()
class Components {
  @Tool('Rings')
  ring(): string {
    return 'ring';
  }

  @Resource('things://{id}')
  thing(@Param('id') id: string): string {
    return id;
  }

  @Prompt('Writes')
  write(@Param('tone') @Complete(['friendly', 'formal']) tone: string): string {
    return tone;
  }
}

@Module({ providers: [Components] })
class AppModule {}

const requests: readonly (readonly [string, Record<string, unknown>])[] = [
  ['tools/list', {}],
  ['tools/call', { name: 'ring', arguments: {} }],
  ['resources/list', {}],
  ['resources/templates/list', {}],
  ['resources/read', { uri: 'things://1' }],
  ['prompts/list', {}],
  ['prompts/get', { name: 'write', arguments: { tone: 'formal' } }],
  [
    'completion/complete',
    { ref: { type: 'ref/prompt', name: 'write' }, argument: { name: 'tone', value: 'f' } },
  ],
];

let app: PorticoApp | undefined;
afterEach(() => app?.close());

describe.each(['session', 'stateless'] as const)('what stands around the application (%s)', (era) => {
  it.each(requests)(
    'stands around %s: filters outermost, then guards, then interceptors',
    async (method, params) => {
      const trace: string[] = [];
      let isRefusing = false;
      app = await PorticoFactory.create(AppModule, {
        name: 'steps',
        version: '1.0.0',
        log: silentLog,
        filters: [
          (error) => {
            trace.push('filter');
            throw error;
          },
        ],
        guards: [() => (trace.push('guard'), !isRefusing)],
        interceptors: [(_call, next) => (trace.push('interceptor'), next())],
      });
      const line = await RawLine.open(app, era);
      trace.length = 0;
      expect(await line.request(method, params)).toMatchObject({ result: expect.anything() });
      expect(trace).toEqual(['guard', 'interceptor']);
      trace.length = 0;
      isRefusing = true;
      expect(JSON.stringify(await line.request(method, params))).toContain('You may not use');
      expect(trace).toEqual(['guard', 'filter']);
      await line.close();
    },
  );
});
