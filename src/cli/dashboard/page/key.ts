const PLACE = 'portico-key';

/**
 * The key from the address, which is taken out of it so that nobody reads it over a shoulder. It is kept for this tab, and
 * for this address only.
 */
export function takeKey(): string | undefined {
  const given = /^#key=([\w-]+)$/.exec(location.hash)?.[1];
  if (given !== undefined) {
    sessionStorage.setItem(PLACE, given);
    history.replaceState(null, '', '#/calls');
  }
  return given ?? sessionStorage.getItem(PLACE) ?? undefined;
}
