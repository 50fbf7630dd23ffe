import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TextContent } from 'portico';
import { eventually } from '../../support/eventually.js';
import { programOf, serveSample, type RunningSample } from './support/samples.js';
import { sdkKinds, type SdkClient } from './support/sdk-clients.js';

let everything: RunningSample;

beforeAll(async () => {
  everything = await serveSample('everything');
});
afterAll(async () => {
  expect(await everything.stop()).toBe(0);
});

describe.each(sdkKinds)('$name', ({ connect, protocolVersion }) => {
  describe.each(['HTTP', 'stdio'])('over %s', (transport) => {
    let client: SdkClient;

    beforeAll(async () => {
      client = await connect(transport === 'HTTP' ? everything.url : programOf('everything'));
    });
    afterAll(() => client.close());

    const text = async (name: string, args?: Record<string, unknown>) => {
      const { content, isError } = await client.call(name, args);
      expect({ content, isError }).toEqual({ content: [{ type: 'text', text: expect.any(String) }] });
      return (content[0] as TextContent).text;
    };

    it(`speaks ${protocolVersion}`, () => {
      expect(client.protocolVersion).toBe(protocolVersion);
    });

    it('asks its user', async () => {
      expect(await text('test_elicitation', { message: 'Who are you?' })).toBe(
        'User response: action=accept, content={"username":"ada","email":"ada@example.com"}',
      );
    });

    it('asks its model', async () => {
      expect(await text('test_sampling', { prompt: 'Greet me' })).toBe('LLM response: Good morning');
    });

    it('answers three questions of one call', async () => {
      expect(await text('test_input_required_result_multiple_inputs')).toBe(
        'Good morning Ada: 1 root(s) visible',
      );
    });

    it('answers one question after the other', async () => {
      expect(await text('test_input_required_result_multi_round')).toBe('Ada likes green');
    });

    it('sees progress grow', async () => {
      const steps: { progress: number }[] = [];
      await client.call('test_tool_with_progress', {}, (step) => steps.push(step as { progress: number }));
      const seen = steps.map(({ progress }) => progress);
      expect(seen.length).toBeGreaterThanOrEqual(3);
      expect(seen).toEqual([...new Set(seen)].sort((a, b) => a - b));
    });

    it('hears of changes', async () => {
      const uri = 'test://watched-resource';
      await client.follow(uri);
      await client.call('test_trigger_resource_update');
      await client.call('test_trigger_tool_change');
      await eventually(() => {
        const methods = client.notified.map(({ method }) => method);
        expect(methods).toContain('notifications/tools/list_changed');
        expect(client.notified).toContainEqual(
          expect.objectContaining({
            method: 'notifications/resources/updated',
            params: expect.objectContaining({ uri }),
          }),
        );
      });
    });
  });
});
