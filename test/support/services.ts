/** Where the servers are that the service tests use. A variable moves one; nothing ever skips one. */
export const redisUrl = process.env['PORTICO_TEST_REDIS_URL'] ?? 'redis://127.0.0.1:6379';
export const postgresUrl =
  process.env['PORTICO_TEST_POSTGRES_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';

/** Runs `connect`; when it fails, the error says which server to start and which variable moves it. */
export async function needServer<T>(
  server: 'Redis' | 'PostgreSQL',
  url: string,
  connect: () => Promise<T>,
): Promise<T> {
  try {
    return await connect();
  } catch (cause) {
    const variable = server === 'Redis' ? 'PORTICO_TEST_REDIS_URL' : 'PORTICO_TEST_POSTGRES_URL';
    throw new Error(
      `No ${server} answered at ${withoutPassword(url)} (${reason(cause)}). ` +
        `Start ${server} there, or set ${variable} to where it runs. These tests are never skipped.`,
      { cause },
    );
  }
}

function withoutPassword(url: string): string {
  return URL.canParse(url) ? url.replace(/:[^:@/]*@/, ':***@') : url;
}

function reason(cause: unknown): string {
  // A refused connection to a name with several addresses is an AggregateError with an empty message. The errors
  // come from outside Jest's realm, where instanceof does not know them.
  const { errors, message } = (cause ?? {}) as { errors?: unknown[]; message?: string };
  return errors?.map(reason).join('; ') ?? message ?? String(cause);
}
