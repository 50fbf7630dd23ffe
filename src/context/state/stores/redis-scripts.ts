import { RedisScript } from '../../../storage/redis-script.js';

/**
 * KEYS: the value, the index of its owner. The index holds the owner's names by the time they expire, so that all of
 * one owner is found without a search; what has expired leaves it with the next write.
 */
const KEEP_INDEX = `
  local function index(name, ttl)
    local time = redis.call('TIME')
    local now = time[1] * 1000 + math.floor(time[2] / 1000)
    redis.call('ZADD', KEYS[2], now + ttl, name)
    redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now)
    if redis.call('PTTL', KEYS[2]) < ttl then redis.call('PEXPIRE', KEYS[2], ttl) end
  end
`;

/** ARGV: name, ttl, text. */
export const SET = new RedisScript(`${KEEP_INDEX}
  redis.call('SET', KEYS[1], ARGV[3], 'PX', ARGV[2])
  index(ARGV[1], tonumber(ARGV[2]))
`);

/** ARGV: name, ttl (empty: what is kept keeps its time), text, whether something is expected, what is expected. */
export const REPLACE = new RedisScript(`${KEEP_INDEX}
  local kept = redis.call('GET', KEYS[1])
  if ARGV[4] == '1' then
    if kept ~= ARGV[5] then return 0 end
  elseif kept then return 0 end
  if ARGV[2] == '' then
    redis.call('SET', KEYS[1], ARGV[3], 'KEEPTTL')
  else
    redis.call('SET', KEYS[1], ARGV[3], 'PX', ARGV[2])
    index(ARGV[1], tonumber(ARGV[2]))
  end
  return 1
`);

/** ARGV: name, ttl. */
export const TOUCH = new RedisScript(`${KEEP_INDEX}
  if redis.call('PEXPIRE', KEYS[1], ARGV[2]) == 1 then index(ARGV[1], tonumber(ARGV[2])) end
`);

/** ARGV: name. */
export const DELETE = new RedisScript(`
  redis.call('ZREM', KEYS[2], ARGV[1])
  return redis.call('DEL', KEYS[1])
`);

/** KEYS: the beginning of the owner's keys, its index. ARGV: how many at once. Gives how many were removed. */
export const CLEAR = new RedisScript(`
  local popped = redis.call('ZPOPMIN', KEYS[2], ARGV[1])
  for i = 1, #popped, 2 do redis.call('UNLINK', KEYS[1] .. popped[i]) end
  return #popped / 2
`);
