import { expect, test } from '@jest/globals';
import * as sdk from '@modelcontextprotocol/server';
import * as keys from '../../src/protocol/meta-keys.js';
import { SESSION_REVISIONS } from '../../src/protocol/revisions.js';

/* What is said here again, so that a server need not load the SDK to know it, is what the SDK says. */

test('the keys of _meta are those of the SDK', () => {
  const own = Object.entries(keys).filter(([, value]) => typeof value === 'string');
  expect(own).toHaveLength(7);
  expect(sdk).toMatchObject(Object.fromEntries(own));
});

test('the revisions with sessions are those of the SDK', () => {
  expect(SESSION_REVISIONS).toEqual(sdk.SUPPORTED_PROTOCOL_VERSIONS);
});
