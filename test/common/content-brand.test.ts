import { describe, expect, test } from '@jest/globals';
import { brandContent, isContent } from '../../src/common/content/content-brand.js';

const block = () => ({ type: 'text' as const, text: 'hello' });

describe('the mark of content', () => {
  test('only what was marked is content', () => {
    expect(isContent(brandContent(block()))).toBe(true);
    for (const other of [block(), { ...brandContent(block()) }, 'text', undefined, null, 7])
      expect(isContent(other)).toBe(false);
  });

  test('nobody sees it', () => {
    const marked = brandContent(block());
    expect(marked).toStrictEqual(block());
    expect(Reflect.ownKeys(marked)).toEqual(['type', 'text']);
    expect(JSON.stringify(marked)).toBe(JSON.stringify(block()));
  });

  test('what one copy of the package has marked is content to another', async () => {
    const other = (await import(
      // @ts-expect-error -- a second copy of the module
      '../../src/common/content/content-brand.js?copy'
    )) as typeof import('../../src/common/content/content-brand.js');
    expect(other.brandContent).not.toBe(brandContent);
    expect(other.isContent(brandContent(block()))).toBe(true);
    expect(isContent(other.brandContent(block()))).toBe(true);
  });
});
