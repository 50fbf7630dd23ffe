export type { CountedBy } from './caller-key.js';
export { concurrencyLimit, type ConcurrencyLimitOptions } from './concurrency-limit.js';
export { rateLimit, type RateLimitOptions } from './rate-limit.js';
export { resultLimit, type ResultLimitOptions } from './result-limit.js';
export { retry, type RetryOptions } from './retry.js';
