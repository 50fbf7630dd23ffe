import { Keyv } from 'keyv';
import type { StateAdapter } from './state-adapter.js';

/** What Keyv itself needs of an adapter. */
export type KeyvPart = Pick<StateAdapter, 'get' | 'set' | 'delete' | 'clear' | 'disconnect'>;

/** Without Keyv's own key prefix and envelope: keys are ours, and the adapter keeps the time. */
export function keyvOver(store: KeyvPart): Keyv<string> {
  return new Keyv<string>({
    store,
    useKeyPrefix: false,
    throwOnErrors: true,
    emitErrors: false,
    serialize: ({ value }) => value as string,
    deserialize: <T>(text: string) => ({ value: text as T }),
  });
}
