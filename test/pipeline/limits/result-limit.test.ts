import { describe, expect, it } from '@jest/globals';
import { Injectable, Module, Resource, resultLimit, Tool, UseInterceptors } from 'portico';
import { createTestClient } from 'portico/testing';

@UseInterceptors(resultLimit({ bytes: 1_000 }))
@Injectable()
class Books {
  @Tool('A page')
  page(): string {
    return 'x'.repeat(900);
  }

  @Tool('The whole book')
  book(): object {
    return { text: 'ä'.repeat(400) };
  }

  @Resource('books://all')
  all(): string {
    return 'x'.repeat(1_000);
  }
}

@Module({ providers: [Books] })
class BookModule {}

describe.each(['session', 'stateless'] as const)('resultLimit (%s)', (era) => {
  it('sends what is small enough, and refuses the rest whole', async () => {
    const client = await createTestClient(BookModule, { era });
    expect(await client.callTool('page')).toMatchObject({ content: [{ text: 'x'.repeat(900) }] });
    const refused = await client.callTool('book');
    expect(refused).toMatchObject({
      isError: true,
      content: [{ text: expect.stringMatching(/^The result of 'book' has \d+ bytes, and at most 1000/) }],
    });
    expect(JSON.stringify(refused)).not.toContain('ä');
    await expect(client.readResource('books://all')).rejects.toThrow('at most 1000 may be sent');
    await client.close();
  });
});
