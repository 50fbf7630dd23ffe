import { randomBytes, randomUUID } from 'node:crypto';

/** A short id that ties what the client was told to the line in the server's log. */
export function errorId(): string {
  return randomBytes(6).toString('hex');
}

/** An id that cannot be guessed: 122 random bits. */
export function unguessableId(): string {
  return randomUUID();
}
