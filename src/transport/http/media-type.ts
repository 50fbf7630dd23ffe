/**
 * Whether a `Content-Type` says that a body is JSON, whatever parameters it has. A list of types says nothing: proxies and
 * browsers read lists in different ways.
 */
export function isJson(type: string | undefined): boolean {
  if (type === 'application/json') return true;
  if (type === undefined || type.includes(',')) return false;
  return type.split(';', 1)[0]!.trim().toLowerCase() === 'application/json';
}
