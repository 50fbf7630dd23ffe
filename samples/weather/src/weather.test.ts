import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createTestClient, onBothEras } from 'portico/testing';
import { ClimateReportTool } from './climate-report.tool.js';
import { WeatherModule } from './weather.module.js';
import { WeatherTools } from './weather.tools.js';

onBothEras(describe)('the weather', (era) => {
  test('knows the wettest day', async () => {
    const client = await createTestClient(WeatherModule, { era });
    const { matches, days } = await client.call(WeatherTools, 'findDays', {
      city: 'seattle',
      rank: 'wettest',
      limit: 1,
    });
    assert.equal(matches, 1461);
    assert.deepEqual(
      days.map(({ date, rainMm }) => ({ date, rainMm })),
      [{ date: '2015-03-15', rainMm: 55.9 }],
    );
    await client.close();
  });

  test('reports its progress and logs each year', async () => {
    const client = await createTestClient(WeatherModule, { era });
    const { report } = await client.call(ClimateReportTool, { city: 'Seattle' });
    assert.equal(report.length, 4);
    assert.deepEqual(
      client.progress.slice(0, 2).map(({ message }) => message),
      ['Seattle 2012', 'Seattle 2013'],
    );
    assert.equal(client.logs.length, 4);
    await client.close();
  });

  test('is read month by month', async () => {
    const client = await createTestClient(WeatherModule, { era });
    const [page] = (await client.readResource('weather://new-york/2014')).contents;
    assert.ok(page && 'text' in page);
    assert.equal((JSON.parse(page.text) as unknown[]).length, 12);
    await client.close();
  });
});

test('says which cities there are', async () => {
  const client = await createTestClient(WeatherModule);
  await assert.rejects(
    client.call(WeatherTools, 'findDays', { city: 'Atlantis', rank: 'wettest' }),
    /No weather for the city "Atlantis"\. Known cities: Seattle, New York\./,
  );
  await client.close();
});
