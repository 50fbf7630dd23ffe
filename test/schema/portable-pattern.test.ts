import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { portablePattern } from '../../src/schema/json/portable-pattern.js';

const samples = Number(process.env['PORTICO_FUZZ_SAMPLES'] ?? 10_000);
const patience = 30_000 + samples * 5;

/** Two halves of one character, each written as an escape, in a class. */
function surrogates(): string {
  return '[@uD83D@uDE00]'.replaceAll('@', '\\');
}

describe('patterns, as JSON Schema has them', () => {
  test.each<[RegExp, string]>([
    [/^[a-z]+$/, '^[a-z]+$'],
    [/^\/a\.b$/, '^\\/a\\.b$'],
    [/^\d{3}$/g, '^\\d{3}$'],
    [new RegExp('^[a-f]\\@x$', 'i'), '^[a-fA-F]@[xX]$'],
    [/^[\w-.]+$/, '^[\\w\\-.]+$'],
    [/^{id}$/, '^\\{id\\}$'],
    [/a.b/s, 'a[\\s\\S]b'],
    [/^a$/m, '(?<=^|[\\n\\r\\u2028\\u2029])a(?=$|[\\n\\r\\u2028\\u2029])'],
    [/\p{L}+/u, '\\p{L}+'],
    [/s/iu, '[sSſ]'],
    [/(?<year>\d{4})-(?=x)/, '(?<year>\\d{4})-(?=x)'],
  ])('%s is advertised as %s', (given, pattern) => {
    expect(portablePattern(given)).toEqual({ pattern });
  });

  test.each<[RegExp, RegExp]>([
    [/a/y, /flag y/],
    [/ü/i, /ASCII letters only/],
    [/[à-ü]/i, /ASCII letters only/],
    [/(a)\1/i, /back reference/],
    [new RegExp('\\p{L}'), /needs the flag u/],
    [/😀/, /Basic Multilingual Plane/],
    [new RegExp(surrogates()), /Basic Multilingual Plane/],
    [new RegExp('\\q'), /not known/],
    [/\w/iu, /means more/],
  ])('%s has no counterpart', (given, reason) => {
    expect(portablePattern(given)).toEqual({ reason: expect.stringMatching(reason) });
  });

  test(
    'what is advertised matches what was written, for text of the Basic Multilingual Plane',
    () => {
      const atom = fc.constantFrom(
        ...[
          'a',
          'K',
          's',
          '-',
          '_',
          '.',
          '\\.',
          '\\-',
          '\\@',
          '\\d',
          '\\w',
          '\\s',
          '\\b',
          '\\t',
          '\\x41',
          '\\u0073',
        ],
        ...[
          '[a-c]',
          '[^a-c]',
          '[A-z]',
          '[\\w-.]',
          '[.-]',
          '[\\]\\^]',
          '[\\t-\\r]',
          '[^]',
          '[]',
          '[\\d-x]',
          '{',
          '}',
          ']',
        ],
        ...['(?:a|B)', '(s)', '(?=k)', '(?!k)', '^', '$', '|', ' ', '1'],
      );
      const piece = fc
        .tuple(atom, fc.constantFrom('', '', '', '*', '+', '?', '{1,2}'))
        .map((pair) => pair.join(''));
      const source = fc.array(piece, { minLength: 1, maxLength: 5 }).map((pieces) => pieces.join(''));
      const flags = fc.constantFrom('', '', 'i', 'm', 's', 'g', 'im', 'u', 'iu', 'ims');
      const text = fc.string({
        maxLength: 6,
        unit: fc.constantFrom(...'abcxkKsSBZ_-.^]@{}1 \n\tſ\u212A\u2028üÜ€'),
      });
      fc.assert(
        fc.property(
          source,
          flags,
          fc.array(text, { minLength: 8, maxLength: 8 }),
          (written, letters, texts) => {
            let given: RegExp;
            try {
              given = new RegExp(written, letters);
            } catch {
              return;
            }
            const { pattern } = portablePattern(given);
            if (pattern === undefined) return;
            const advertised = new RegExp(pattern, 'u');
            for (const sample of texts) {
              if (advertised.test(sample) !== (sample.search(given) !== -1))
                throw new Error(`${String(given)} and ${pattern} differ for ${JSON.stringify(sample)}`);
            }
          },
        ),
        { numRuns: samples },
      );
    },
    patience,
  );
});
