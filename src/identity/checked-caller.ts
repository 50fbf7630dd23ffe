import type { PrincipalData } from './principal.js';

/**
 * What a verifier found, if callers can be told apart by it. A verifier of one's own may hand on a row of a table: without a
 * subject all of its callers would be one, and an end that is no number would never come.
 *
 * @throws Error for the log, which names what is wrong and repeats nothing of it
 */
export function checkedCaller(found: PrincipalData): PrincipalData {
  const { subject, issuer, clientId, scopes, roles, expiresAt } = found;
  if (typeof subject !== 'string' || subject === '') throw wrong('subject', 'a text that is not empty');
  if (![issuer, clientId].every((text) => text === undefined || typeof text === 'string'))
    throw wrong('issuer and clientId', 'texts, or absent');
  if (![scopes, roles].every((words) => words === undefined || areTexts(words)))
    throw wrong('scopes and roles', 'arrays of texts, or absent');
  if (expiresAt !== undefined && (typeof expiresAt !== 'number' || Number.isNaN(expiresAt)))
    throw wrong('expiresAt', 'a number of ms since the epoch, or absent');
  return found;
}

function areTexts(words: readonly unknown[]): boolean {
  return Array.isArray(words) && words.every((word) => typeof word === 'string');
}

function wrong(member: string, form: string): Error {
  return new Error(
    `auth.verify: a verifier gave a caller whose ${member} cannot be used. It has to be ${form}.`,
  );
}
