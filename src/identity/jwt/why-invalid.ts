/** Why a token does not hold, for its client; `undefined` where the error says nothing about the token. */
export async function whyInvalid(error: unknown): Promise<string | undefined> {
  const { errors } = await import('jose');
  if (error instanceof errors.JWTExpired) return 'The token has expired';
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === 'aud') return 'The token was issued for another server';
    if (error.claim === 'nbf') return 'The token does not hold yet';
    return `The token is not valid: look at its claim ${error.claim}`;
  }
  const faults = [
    errors.JOSEAlgNotAllowed,
    errors.JOSENotSupported,
    errors.JWKSMultipleMatchingKeys,
    errors.JWKSNoMatchingKey,
    errors.JWSInvalid,
    errors.JWSSignatureVerificationFailed,
    errors.JWTInvalid,
  ];
  return faults.some((fault) => error instanceof fault) ? 'The token is not signed as it must be' : undefined;
}
