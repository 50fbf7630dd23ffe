import * as cv from 'class-validator';
import { isNode, type Node } from '../../json/node.js';
import type { Rule } from './rule.js';

/**
 * Texts of a known form. class-validator is the judge of all of them; what the schema says beside `type` is:
 *
 * - `format`, for the reader only. What JSON Schema means by it differs from class-validator in both directions:
 *   `email` (no quoted or international names), `uri` (needs a scheme, allows any), `hostname` (no international
 *   names), `ipv6` (no zone), `date-time` (time and offset are needed, the day must exist), `ipv4` and `uuid` (a
 *   `urn:uuid:` in front, any version);
 * - `pattern`, `enum`, `minLength` and `maxLength`, which are enforced. Of what class-validator accepts they refuse
 *   only curiosities: `0x` in front of a Mongo id, a password of four emoji.
 */
export const formatRules: readonly Rule[] = [
  text(cv.IsEmail(), { format: 'email' }, 'must be an email address'),
  text(cv.IsUrl(), { format: 'uri' }, 'must be a URL'),
  text(cv.IsUUID(), { format: 'uuid' }, 'must be a UUID'),
  text(cv.IsFQDN(), { format: 'hostname' }, 'must be a domain name'),
  text(cv.IsIP(), ([version]) => ipFormat(version), 'must be an IP address'),
  text(cv.IsISO8601(), { format: 'date-time' }, 'must be an ISO 8601 date'),
  text(cv.IsDateString(), { format: 'date-time' }, 'must be an ISO 8601 date'),
  text(cv.IsRFC3339(), { format: 'date-time' }, 'must be an RFC 3339 date and time'),
  text(cv.IsDataURI(), { format: 'uri' }, 'must be a data URI'),
  text(cv.IsMagnetURI(), { format: 'uri' }, 'must be a magnet URI'),
  text(cv.IsJSON(), { contentMediaType: 'application/json' }, 'must be JSON'),
  text(cv.IsBase64(), ([options]) => base64(options), 'must be base64'),
  text(cv.IsByteLength(0), ([min, max]) => bytes(min, max)),
  text(cv.IsStrongPassword(), ([options]) => password(options), 'must be a strong password'),
  text(cv.IsAlpha(), ([locale]) => inEnglish(locale, '^[A-Za-z]+$'), 'must be letters only'),
  text(
    cv.IsAlphanumeric(),
    ([locale]) => inEnglish(locale, '^[0-9A-Za-z]+$'),
    'must be letters and digits only',
  ),
  text(cv.IsAscii(), { pattern: '^[\\x00-\\x7F]+$' }, 'must be ASCII characters only'),
  text(cv.IsHexadecimal(), { pattern: '^(0[xXhH])?[0-9A-Fa-f]+$' }, 'must be a hexadecimal number'),
  text(
    cv.IsHexColor(),
    { pattern: '^#?([0-9A-Fa-f]{3,4}|[0-9A-Fa-f]{6}|[0-9A-Fa-f]{8})$' },
    'must be a hex colour',
  ),
  text(cv.IsOctal(), { pattern: '^(0[oO])?[0-7]+$' }, 'must be an octal number'),
  text(cv.IsMongoId(), { pattern: '^[0-9A-Fa-f]{24}$' }, 'must be 24 hexadecimal digits'),
  text(cv.IsMilitaryTime(), { pattern: '^([01]\\d|2[0-3]):?[0-5]\\d$' }, 'must be a time such as 13:45'),
  text(cv.IsFirebasePushId(), { pattern: '^[A-Za-z0-9_-]{20}$' }),
  text(cv.IsHash('md5'), ([algorithm]) => hash(algorithm)),
  text(cv.IsBooleanString(), { enum: ['true', 'false', '1', '0'] }),
  text(cv.IsISO31661Alpha2(), { minLength: 2, maxLength: 2 }, 'must be a country code of two letters'),
  text(cv.IsISO31661Alpha3(), { minLength: 3, maxLength: 3 }, 'must be a country code of three letters'),
  text(cv.IsISO31661Numeric(), { minLength: 3, maxLength: 3 }),
  text(cv.IsISO4217CurrencyCode(), { minLength: 3, maxLength: 3 }, 'must be a currency code'),
  text(cv.IsISO6391(), { minLength: 2, maxLength: 2 }, 'must be a language code of two letters'),
  text(cv.IsPort(), { maxLength: 5 }, 'must be a port number'),
  ...[
    cv.IsBase32(),
    cv.IsBase58(),
    cv.IsBIC(),
    cv.IsBtcAddress(),
    cv.IsCreditCard(),
    cv.IsCurrency(),
    cv.IsDecimal(),
    cv.IsEAN(),
    cv.IsEthereumAddress(),
    cv.IsFullWidth(),
    cv.IsHalfWidth(),
    cv.IsHSL(),
    cv.IsIBAN(),
    cv.IsIdentityCard(),
    cv.IsISBN(),
    cv.IsISIN(),
    cv.IsISRC(),
    cv.IsISSN(),
    cv.IsJWT(),
    cv.IsLatLong(),
    cv.IsLocale(),
    cv.IsLowercase(),
    cv.IsMACAddress(),
    cv.IsMimeType(),
    cv.IsMobilePhone(),
    cv.IsMultibyte(),
    cv.IsNumberString(),
    cv.IsPassportNumber('DE'),
    cv.IsPhoneNumber(),
    cv.IsPostalCode(),
    cv.IsRgbColor(),
    cv.IsSemVer(),
    cv.IsSurrogatePair(),
    cv.IsTaxId('en-US'),
    cv.IsTimeZone(),
    cv.IsUppercase(),
    cv.IsVariableWidth(),
  ].map((decorator) => text(decorator, {})),
];

type Keywords = Node | ((constraints: readonly unknown[]) => Node);

function text(decorator: PropertyDecorator, keywords: Keywords, says?: string): Rule {
  return {
    decorator,
    read: (constraints) => ({
      keywords: { type: 'string', ...(typeof keywords === 'function' ? keywords(constraints) : keywords) },
      rest: 'library',
      ...(says !== undefined && { says }),
    }),
  };
}

function ipFormat(version: unknown): Node {
  return version === 4 || version === '4' || version === 6 || version === '6'
    ? { format: `ipv${version}` }
    : {};
}

function base64(options: unknown): Node {
  return isNode(options) && options['urlSafe'] ? {} : { contentEncoding: 'base64' };
}

/** A character takes one byte at least and four at most. */
function bytes(min: unknown, max: unknown): Node {
  return {
    ...(typeof min === 'number' && min > 0 && { minLength: Math.ceil(min / 4) }),
    ...(typeof max === 'number' && Number.isFinite(max) && max >= 0 && { maxLength: Math.floor(max) }),
  };
}

function password(options: unknown): Node {
  const least = isNode(options) ? options['minLength'] : undefined;
  return { minLength: typeof least === 'number' ? Math.max(0, Math.ceil(least)) : 8 };
}

function inEnglish(locale: unknown, pattern: string): Node {
  return locale === undefined || locale === 'en-US' ? { pattern } : {};
}

const hexDigits: Readonly<Record<string, number>> = {
  md4: 32,
  md5: 32,
  sha1: 40,
  sha256: 64,
  sha384: 96,
  sha512: 128,
  ripemd128: 32,
  ripemd160: 40,
  tiger128: 32,
  tiger160: 40,
  tiger192: 48,
  crc32: 8,
  crc32b: 8,
};

function hash(algorithm: unknown): Node {
  const digits = typeof algorithm === 'string' ? hexDigits[algorithm] : undefined;
  return digits === undefined ? {} : { pattern: `^[a-fA-F0-9]{${digits}}$` };
}
