import type { ClassValidator } from '../class-validator.js';
import { isScalar } from '../../json/node.js';
import { wholeLimit } from './limits.js';
import type { Reading, Rule } from './rule.js';

/** Rules about arrays. */
export const arrayRules = (is: ClassValidator): readonly Rule[] => [
  {
    decorator: is.ArrayMinSize(0),
    read: ([limit]) => ({ keywords: { type: 'array', ...wholeLimit('minItems', limit) } }),
  },
  { decorator: is.ArrayMaxSize(0), read: ([limit]) => atMost(limit) },
  { decorator: is.ArrayNotEmpty(), read: () => ({ keywords: { type: 'array', minItems: 1 } }) },
  { decorator: is.ArrayContains([]), read: ([values]) => containsAll(values) },
  { decorator: is.ArrayNotContains([]), read: ([values]) => containsNone(values) },
  // A function that tells elements apart is kept out of reach by class-validator, so its own judgement is asked too.
  {
    decorator: is.ArrayUnique(),
    read: () => ({
      keywords: { type: 'array', uniqueItems: true },
      rest: 'library',
      says: 'must not have the same element twice',
    }),
  },
];

function atMost(limit: unknown): Reading {
  if (typeof limit === 'number' && limit < 0)
    return { keywords: {}, impossible: `has ${limit} as its limit` };
  return { keywords: { type: 'array', ...wholeLimit('maxItems', limit) } };
}

function containsAll(values: unknown): Reading {
  const wanted = Array.isArray(values) ? values : [];
  if (!wanted.every(isScalar))
    return { keywords: {}, impossible: 'asks for an element that JSON cannot carry' };
  return { keywords: { type: 'array', allOf: wanted.map((value) => ({ contains: { const: value } })) } };
}

/** Objects are compared by identity, which nothing that came as JSON can have: they forbid nothing. */
function containsNone(values: unknown): Reading {
  const scalars = Array.isArray(values) ? values.filter(isScalar) : [];
  if (scalars.length === 0) return { keywords: { type: 'array' } };
  return { keywords: { type: 'array', not: { contains: { enum: scalars } } } };
}
