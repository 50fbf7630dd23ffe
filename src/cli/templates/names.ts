import { PorticoError } from '../../common/portico-error.js';

/** One name in the spellings code needs. */
export interface Names {
  /** `send-invoice`, for files, URIs and commands. */
  readonly kebab: string;
  /** `sendInvoice`, for methods and tools. */
  readonly camel: string;
  /** `SendInvoice`, for classes. */
  readonly pascal: string;
  /** `send invoice`, for people. */
  readonly words: string;
}

/**
 * Reads a name in any spelling: `send-invoice`, `SendInvoice`, `send_invoice`.
 *
 * @throws PorticoError `PORTICO_CLI_USAGE` when no class can be named so
 */
export function namesOf(name: string): Names {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(/[\s._-]+/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
  if (words.length === 0 || !/^[a-z]/.test(words[0]!) || words.some((word) => !/^[a-z0-9]+$/.test(word)))
    throw new PorticoError(
      'PORTICO_CLI_USAGE',
      `'${name}' cannot name a class. Use letters and digits, words joined by '-', such as 'send-invoice'.`,
    );
  const pascal = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  return {
    kebab: words.join('-'),
    camel: pascal.charAt(0).toLowerCase() + pascal.slice(1),
    pascal,
    words: words.join(' '),
  };
}
