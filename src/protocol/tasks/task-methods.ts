import type { Exchange } from '../../context/exchange.js';
import type { Inbound } from '../inbound.js';

/** Answers a request about tasks. @param request as it came in */
export type TaskMethod = (exchange: Exchange, request: Inbound) => Promise<unknown>;

/** What one revision knows of tasks, by the name of the method. */
export type TaskMethods = Readonly<Record<string, TaskMethod>>;
