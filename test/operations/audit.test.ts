import { describe, expect, it } from '@jest/globals';
import { type AuditEntry } from 'portico';
import { createTestClient } from 'portico/testing';
import { RecordedLog } from '../support/recorded-log.js';
import { OperatedModule } from './operated.fixture.js';

describe.each(['session', 'stateless'] as const)('the audit log (%s)', (era) => {
  it('has an entry for each request: who, what, and what came of it', async () => {
    const entries: AuditEntry[] = [];
    const client = await createTestClient(OperatedModule, {
      era,
      log: new RecordedLog(),
      audit: { write: (entry) => void entries.push(entry), arguments: true },
    });
    await client.callTool('add');
    await client.callTool('fail');
    await client.callTool('refuse');
    await client.callTool('forbidden');
    await client.callTool('login', { password: 'hunter2' });
    await client.readResource('things://1');
    await client.readResource('nothing://1').catch(() => undefined);
    await client.callTool('nest');
    await client.close();
    expect(entries.map(({ method, target, outcome, code }) => [method, target, outcome, code])).toEqual([
      ['tools/call', 'add', 'ok', undefined],
      ['tools/call', 'fail', 'failed', 'internal'],
      ['tools/call', 'refuse', 'failed', 'PORTICO_USER_ERROR'],
      ['tools/call', 'forbidden', 'refused', 'PORTICO_FORBIDDEN'],
      ['tools/call', 'login', 'ok', undefined],
      ['resources/read', 'things://1', 'ok', undefined],
      ['resources/read', 'nothing://1', 'failed', 'resource-not-found'],
      ['tools/call', 'nest', 'ok', undefined],
    ]);
    expect(entries[4]).toMatchObject({ arguments: { password: '[hidden]' }, transport: 'memory' });
    expect(entries[0]).toMatchObject({
      request: expect.stringMatching(/^[0-9a-f]{12}$/),
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      ms: expect.any(Number),
    });
  });

  it('is written to the log where nothing else is said, and a writer that fails harms no call', async () => {
    const log = new RecordedLog();
    const client = await createTestClient(OperatedModule, { era, log, audit: true });
    await client.callTool('add');
    await client.close();
    expect(log.lines.filter((line) => line.startsWith('info') && line.includes('audit'))).toHaveLength(1);

    const other = await createTestClient(OperatedModule, {
      era,
      log,
      audit: { write: () => Promise.reject(new Error('the disk is full')) },
    });
    expect(await other.callTool('add')).toMatchObject({ content: [{ text: 'added' }] });
    await other.close();
    expect(log.text).toContain('An audit entry could not be written');
  });
});
