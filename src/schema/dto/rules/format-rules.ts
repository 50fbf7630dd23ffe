import type { ClassValidator } from '../class-validator.js';
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
export const formatRules = (is: ClassValidator): readonly Rule[] => [
  text(is.IsEmail(), { format: 'email' }, 'must be an email address'),
  text(is.IsUrl(), { format: 'uri' }, 'must be a URL'),
  text(is.IsUUID(), { format: 'uuid' }, 'must be a UUID'),
  text(is.IsFQDN(), { format: 'hostname' }, 'must be a domain name'),
  text(is.IsIP(), ([version]) => ipFormat(version), 'must be an IP address'),
  text(is.IsISO8601(), { format: 'date-time' }, 'must be an ISO 8601 date'),
  text(is.IsDateString(), { format: 'date-time' }, 'must be an ISO 8601 date'),
  text(is.IsRFC3339(), { format: 'date-time' }, 'must be an RFC 3339 date and time'),
  text(is.IsDataURI(), { format: 'uri' }, 'must be a data URI'),
  text(is.IsMagnetURI(), { format: 'uri' }, 'must be a magnet URI'),
  text(is.IsJSON(), { contentMediaType: 'application/json' }, 'must be JSON'),
  text(is.IsBase64(), ([options]) => base64(options), 'must be base64'),
  text(is.IsByteLength(0), ([min, max]) => bytes(min, max)),
  text(is.IsStrongPassword(), ([options]) => password(options), 'must be a strong password'),
  text(is.IsAlpha(), ([locale]) => inEnglish(locale, '^[A-Za-z]+$'), 'must be letters only'),
  text(
    is.IsAlphanumeric(),
    ([locale]) => inEnglish(locale, '^[0-9A-Za-z]+$'),
    'must be letters and digits only',
  ),
  text(is.IsAscii(), { pattern: '^[\\x00-\\x7F]+$' }, 'must be ASCII characters only'),
  text(is.IsHexadecimal(), { pattern: '^(0[xXhH])?[0-9A-Fa-f]+$' }, 'must be a hexadecimal number'),
  text(
    is.IsHexColor(),
    { pattern: '^#?([0-9A-Fa-f]{3,4}|[0-9A-Fa-f]{6}|[0-9A-Fa-f]{8})$' },
    'must be a hex colour',
  ),
  text(is.IsOctal(), { pattern: '^(0[oO])?[0-7]+$' }, 'must be an octal number'),
  text(is.IsMongoId(), { pattern: '^[0-9A-Fa-f]{24}$' }, 'must be 24 hexadecimal digits'),
  text(is.IsMilitaryTime(), { pattern: '^([01]\\d|2[0-3]):?[0-5]\\d$' }, 'must be a time such as 13:45'),
  text(is.IsFirebasePushId(), { pattern: '^[A-Za-z0-9_-]{20}$' }),
  text(is.IsHash('md5'), ([algorithm]) => hash(algorithm)),
  text(is.IsBooleanString(), { enum: ['true', 'false', '1', '0'] }),
  text(is.IsISO31661Alpha2(), { minLength: 2, maxLength: 2 }, 'must be a country code of two letters'),
  text(is.IsISO31661Alpha3(), { minLength: 3, maxLength: 3 }, 'must be a country code of three letters'),
  text(is.IsISO31661Numeric(), { minLength: 3, maxLength: 3 }),
  text(is.IsISO4217CurrencyCode(), { minLength: 3, maxLength: 3 }, 'must be a currency code'),
  text(is.IsISO6391(), { minLength: 2, maxLength: 2 }, 'must be a language code of two letters'),
  text(is.IsPort(), { maxLength: 5 }, 'must be a port number'),
  ...[
    is.IsBase32(),
    is.IsBase58(),
    is.IsBIC(),
    is.IsBtcAddress(),
    is.IsCreditCard(),
    is.IsCurrency(),
    is.IsDecimal(),
    is.IsEAN(),
    is.IsEthereumAddress(),
    is.IsFullWidth(),
    is.IsHalfWidth(),
    is.IsHSL(),
    is.IsIBAN(),
    is.IsIdentityCard(),
    is.IsISBN(),
    is.IsISIN(),
    is.IsISRC(),
    is.IsISSN(),
    is.IsJWT(),
    is.IsLatLong(),
    is.IsLocale(),
    is.IsLowercase(),
    is.IsMACAddress(),
    is.IsMimeType(),
    is.IsMobilePhone(),
    is.IsMultibyte(),
    is.IsNumberString(),
    is.IsPassportNumber('DE'),
    is.IsPhoneNumber(),
    is.IsPostalCode(),
    is.IsRgbColor(),
    is.IsSemVer(),
    is.IsSurrogatePair(),
    is.IsTaxId('en-US'),
    is.IsTimeZone(),
    is.IsUppercase(),
    is.IsVariableWidth(),
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
