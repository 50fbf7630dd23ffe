/** What any process needs to know to go on with a session that another one opened. */
export interface SessionRecord {
  /** A hash of whom it was opened for. */
  readonly principal: string | null;
  /** The parameters of its handshake. */
  readonly opening: Readonly<Record<string, unknown>>;
  /** From which level on the client wants log messages. */
  readonly level: string | null;
  /** The resources the client has subscribed to. */
  readonly uris: readonly string[];
}

/** What a client may change about its session. */
export type SessionChange =
  | { readonly kind: 'level'; readonly level: string }
  | { readonly kind: 'subscribed' | 'unsubscribed'; readonly uri: string };

export function changed(record: SessionRecord, change: SessionChange): SessionRecord {
  switch (change.kind) {
    case 'level':
      return { ...record, level: change.level };
    case 'subscribed':
      return { ...record, uris: [...new Set([...record.uris, change.uri])] };
    case 'unsubscribed':
      return { ...record, uris: record.uris.filter((uri) => uri !== change.uri) };
  }
}

/** The change that a request asks for, if it asks for one that outlives it. */
export function changeAskedBy(method: string, params: Readonly<Record<string, unknown>> = {}) {
  const { level, uri } = params;
  if (method === 'logging/setLevel' && typeof level === 'string') return { kind: 'level', level } as const;
  if (typeof uri !== 'string') return undefined;
  if (method === 'resources/subscribe') return { kind: 'subscribed', uri } as const;
  if (method === 'resources/unsubscribe') return { kind: 'unsubscribed', uri } as const;
  return undefined;
}
