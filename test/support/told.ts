import type { LineClient } from './clients.js';

/** The methods of the notifications about changes that a client has received. */
export function told({ received }: LineClient): string[] {
  return received.flatMap((message) => {
    const { method = '' } = message as { method?: string };
    return /list_changed$|resources\/updated$/.test(method) ? [method] : [];
  });
}
