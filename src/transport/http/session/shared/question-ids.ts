import type { JSONRPCMessage } from '@modelcontextprotocol/server';

/** Who asked, and the number of the question there. */
export interface QuestionId {
  readonly node: string;
  readonly number: number;
}

const ID = /^([0-9a-f]{12}):(\d+)$/;

/**
 * The engine numbers the questions of each process from 0, so that of two processes which ask the same client the answers
 * could not be told apart. On their way out questions get the name of their process.
 */
export function withNode(message: JSONRPCMessage, node: string): JSONRPCMessage {
  if (!('method' in message)) return message;
  if ('id' in message) return { ...message, id: `${node}:${message.id}` };
  const { requestId } = message.params ?? {};
  // A question that is withdrawn.
  if (message.method !== 'notifications/cancelled' || typeof requestId !== 'number') return message;
  return { ...message, params: { ...message.params, requestId: `${node}:${requestId}` } };
}

/** Whose question an answer belongs to; `undefined` for one that no process asked. */
export function questionOf(answer: { readonly id?: unknown }): QuestionId | undefined {
  const [, node, number] = ID.exec(String(answer.id)) ?? [];
  return node === undefined ? undefined : { node, number: Number(number) };
}
