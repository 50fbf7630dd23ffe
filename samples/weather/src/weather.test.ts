import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestClient } from 'portico/testing';
import { WeatherModule } from './weather.module.js';

test('finds the wettest day', async () => {
  const client = await createTestClient(WeatherModule);
  const { structuredContent } = await client.callTool('findDays', {
    city: 'seattle',
    rank: 'wettest',
    limit: 1,
  });
  assert.deepEqual(structuredContent, {
    matches: 1461,
    days: [
      {
        city: 'Seattle',
        date: '2015-03-15',
        rainMm: 55.9,
        highC: 10.6,
        lowC: 6.1,
        windMs: 4.2,
        sky: 'rain',
      },
    ],
  });
  await client.close();
});

test('says which cities there are', async () => {
  const client = await createTestClient(WeatherModule);
  const { isError, content } = await client.callTool('findDays', { city: 'Atlantis', rank: 'wettest' });
  assert.equal(isError, true);
  assert.deepEqual(content, [
    { type: 'text', text: 'No weather for the city "Atlantis". Known cities: Seattle, New York.' },
  ]);
  await client.close();
});

for (const era of ['session', 'stateless'] as const)
  test(`reports its progress and logs each year (${era})`, async () => {
    const client = await createTestClient(WeatherModule, { era });
    const steps: number[] = [];
    await client.callTool(
      'climateReport',
      { city: 'Seattle' },
      { onProgress: ({ progress }) => steps.push(progress) },
    );
    assert.deepEqual(steps.slice(0, 4), [0, 1, 2, 3]);
    assert.equal(client.logs.length, 4);
    await client.close();
  });

test('reads a year, month by month', async () => {
  const client = await createTestClient(WeatherModule);
  const { contents } = await client.readResource('weather://new-york/2014');
  const [first] = contents;
  assert.ok(first && 'text' in first);
  assert.equal((JSON.parse(first.text) as unknown[]).length, 12);
  await client.close();
});
