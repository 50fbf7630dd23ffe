import { RedisScript } from '../../storage/redis-script.js';

/** Stands for `null`; no text of a record begins so. */
export const NULL = '\0';

/**
 * Keeps a new task, and gives the id of the one that is there already.
 *
 * KEYS: the task, the due times, the expiry times, the owner's tasks, who has the unique name, those of the
 * owner's tasks that have not ended.
 * ARGV: id, key prefix of tasks, due, expires, created or empty for a task no owner lists, unique name or empty, then
 * names and values.
 */
export const insertTask = new RedisScript(`
  if redis.call('EXISTS', KEYS[1]) == 1 then return ARGV[1] end
  if ARGV[6] ~= '' then
    local holder = redis.call('GET', KEYS[5])
    if holder and redis.call('EXISTS', ARGV[2] .. holder) == 1 then return holder end
    redis.call('SET', KEYS[5], ARGV[1])
  end
  redis.call('HSET', KEYS[1], unpack(ARGV, 7))
  redis.call('ZADD', KEYS[2], ARGV[3], ARGV[1])
  redis.call('ZADD', KEYS[3], ARGV[4], ARGV[1])
  if ARGV[5] ~= '' then
    redis.call('ZADD', KEYS[4], ARGV[5], ARGV[1])
    redis.call('SADD', KEYS[6], ARGV[1])
  end
  return false
`);

/**
 * Changes a task if it still has the version, and tells of it.
 *
 * KEYS: the task, the due times, the expiry times. ARGV: id, version, key prefix of unique names, channel, hint or empty,
 * key prefix of the unfinished tasks of owners, then names and values.
 */
export const updateTask = new RedisScript(`
  if redis.call('HGET', KEYS[1], 'version') ~= ARGV[2] then return 0 end
  for i = 7, #ARGV, 2 do
    local name, value = ARGV[i], ARGV[i + 1]
    local isNull = value == '\\0'
    if name == 'unique' and isNull then
      local held = redis.call('HGET', KEYS[1], 'unique')
      if held and redis.call('GET', ARGV[3] .. held) == ARGV[1] then redis.call('DEL', ARGV[3] .. held) end
    elseif name == 'status' and value ~= 'working' and value ~= 'input_required' then
      redis.call('SREM', ARGV[6] .. redis.call('HGET', KEYS[1], 'owner'), ARGV[1])
    elseif name == 'due' then
      if isNull then redis.call('ZREM', KEYS[2], ARGV[1]) else redis.call('ZADD', KEYS[2], value, ARGV[1]) end
    elseif name == 'expires' then
      redis.call('ZADD', KEYS[3], value, ARGV[1])
    end
    if isNull then redis.call('HDEL', KEYS[1], name) else redis.call('HSET', KEYS[1], name, value) end
  end
  redis.call('HINCRBY', KEYS[1], 'version', 1)
  if ARGV[5] ~= '' then redis.call('PUBLISH', ARGV[4], ARGV[5]) end
  return 1
`);

/**
 * Forgets a task.
 *
 * KEYS: the task, the due times, the expiry times, what it said. ARGV: id, key prefix of owners, key prefix of unique names, key
 * prefix of the unfinished tasks of owners.
 */
export const removeTask = new RedisScript(`
  local owner = redis.call('HGET', KEYS[1], 'owner')
  local held = redis.call('HGET', KEYS[1], 'unique')
  if owner then
    redis.call('ZREM', ARGV[2] .. owner, ARGV[1])
    redis.call('SREM', ARGV[4] .. owner, ARGV[1])
  end
  if held and redis.call('GET', ARGV[3] .. held) == ARGV[1] then redis.call('DEL', ARGV[3] .. held) end
  redis.call('DEL', KEYS[1], KEYS[4])
  redis.call('ZREM', KEYS[2], ARGV[1])
  redis.call('ZREM', KEYS[3], ARGV[1])
  return 1
`);
