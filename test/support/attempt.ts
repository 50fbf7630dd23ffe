import { isPorticoError } from 'portico';

/** What came of an attempt, as plain data: for fixtures that tell a test which error a member of `Context` threw. */
export type Attempt = { readonly value: unknown } | { readonly code: string; readonly message: string };

export async function attempt(work: () => unknown): Promise<Attempt> {
  try {
    return { value: await work() };
  } catch (error) {
    if (isPorticoError(error, 'PORTICO_SUSPENDED')) throw error; // nothing came of it yet: the handler will run again
    return isPorticoError(error)
      ? { code: error.code, message: error.message }
      : { code: 'OTHER', message: String(error) };
  }
}
