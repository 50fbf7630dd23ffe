import { CutLine } from '../cut-line.js';
import { OwnRedis } from '../own-redis.js';
import { describeOutage } from '../../jobs/outage-contract.js';
import { ownPlace } from './own-place.js';

describeOutage('PostgreSQL', async () => {
  const place = ownPlace();
  const line = await CutLine.to(await place.postgres());
  return {
    url: line.url,
    prefix: 'outage',
    down: () => line.down(),
    up: () => line.up(),
    async remove() {
      await line.remove();
      await place.remove();
    },
  };
});

describeOutage('Redis', async () => {
  const redis = await OwnRedis.start();
  return {
    url: redis.url,
    prefix: 'outage',
    down: () => redis.down(),
    up: () => redis.up(),
    remove: () => redis.remove(),
  };
});
