import type { ServerContext } from '@modelcontextprotocol/server';
import type { Exchange } from '../../context/exchange.js';

/** Answers a request about tasks. @param request as the engine has it */
export type TaskMethod = (exchange: Exchange, request: ServerContext['mcpReq']) => Promise<unknown>;

/** What one revision knows of tasks, by the name of the method. */
export type TaskMethods = Readonly<Record<string, TaskMethod>>;
