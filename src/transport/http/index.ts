export { fetchHandler, type FetchCaller, type FetchHandler } from './fetch-handler.js';
export { HttpEndpoint } from './http-endpoint.js';
export type {
  EndpointOptions,
  HttpOptions,
  ResumabilityOptions,
  ServerLimits,
  SessionOptions,
} from './http-options.js';
export { listenHttp, type HttpListenOptions } from './listen-http.js';
export { nodeHandler, type NodeHandler } from './node-handler.js';
export type { EventStore } from './events/event-store.js';
export type { EventLimits } from './events/event-limits.js';
export { MemoryEventStore } from './events/memory-event-store.js';
