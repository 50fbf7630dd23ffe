import type { JSONRPCMessage } from '@modelcontextprotocol/server';
import type { SessionChange } from './session-record.js';

/** What a process tells the others about a session, of which they know by the hash of its id. */
export type SessionNews =
  | { readonly kind: 'changed'; readonly session: string; readonly change: SessionChange }
  /** Nobody has it any more. */
  | { readonly kind: 'ended'; readonly session: string }
  /** The client listens at this process now, and nowhere else. */
  | { readonly kind: 'listens'; readonly session: string; readonly node: string }
  /** The client said something that another process waits for; without a node nobody knows which one. */
  | {
      readonly kind: 'message';
      readonly session: string;
      readonly message: JSONRPCMessage;
      readonly node?: string;
    };

/** `undefined` for what is none: another version of the application may send what this one does not know. */
export function readNews(text: string): SessionNews | undefined {
  try {
    const news = JSON.parse(text) as SessionNews | null;
    return typeof news?.session === 'string' ? news : undefined;
  } catch {
    return undefined;
  }
}
