import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { UriTemplate } from '../../src/common/uri-template.js';

describe('a URI template', () => {
  test.each<[string, string, Record<string, string> | undefined]>([
    ['a://b', 'a://b', {}],
    ['a://b', 'a://c', undefined],
    ['a://{x}', 'a://1', { x: '1' }],
    ['a://{x}', 'a://', undefined],
    ['a://{x}', 'a://1/2', undefined],
    ['a://{x}', 'a://1?q=2', undefined],
    ['a://{x}', 'a://1#f', undefined],
    ['a://{x}', 'b://1', undefined],
    ['a://{x}', 'xa://1', undefined],
    ['a://{x}/{y}', 'a://1/2', { x: '1', y: '2' }],
    ['a://{x}/c/{y}.json', 'a://1/c/2.json', { x: '1', y: '2' }],
    ['a://{x}/c/{y}.json', 'a://1/c/2xjson', undefined],
    ['a://{x}-{y}', 'a://1-2-3', { x: '1-2', y: '3' }],
    ['a://{x_1}', 'a://%C3%A4%20%2F', { x_1: 'ä /' }],
    ['a://{x}', 'a://%', undefined],
    ['a://{x}', 'a://%E4', undefined],
    ['a://{+x}', 'a://1/2/3', { x: '1/2/3' }],
    ['a://{x*}', 'a://1/2', { x: '1/2' }],
    ['a://{x*}', 'a://', undefined],
    ['a://{x*}/end', 'a://1/2/end', { x: '1/2' }],
    ['a://b{?x,y}', 'a://b', {}],
    ['a://b{?x,y}', 'a://b?y=2&x=1', { x: '1', y: '2' }],
    ['a://b{?x,y}', 'a://b?z=3&x=a%20b', { x: 'a b' }],
    ['a://{id}{?x}', 'a://1?x=', { id: '1', x: '' }],
    ['a://b.c+d(e)|f^g$', 'a://b.c+d(e)|f^g$', {}],
    ['a://b.c', 'a://bxc', undefined],
  ])('%s and %s', (template, uri, variables) => {
    expect(new UriTemplate(template).match(uri)).toEqual(variables);
  });

  test('tells its variables in order, and which may be absent', () => {
    const { variables, optional } = new UriTemplate('a://{x}/{+y}{?q,r}');
    expect(variables).toEqual(['x', 'y', 'q', 'r']);
    expect([...optional]).toEqual(['q', 'r']);
  });

  test.each([
    ['a://{x', /brace/],
    ['a://x}', /brace/],
    ['a://{}', /one plain name/],
    ['a://{x,y}', /one plain name/],
    ['a://{#x}', /operator that is not supported/],
    ['a://{/x}', /operator that is not supported/],
    ['a://{x-y}', /brace/],
    ['a://{?}', /query variable/],
    ['a://{?x,}', /query variable/],
    ['a://{x}/{x}', /'x' occurs twice/],
    ['a://{x}{?x}', /'x' occurs twice/],
    ['a://{x}{y}', /follow each other/],
    ['a://{+x}{y}', /follow each other/],
  ])('%s is refused', (template, reason) => {
    expect(() => new UriTemplate(template)).toThrow(
      expect.objectContaining({ code: 'PORTICO_URI_TEMPLATE', message: expect.stringMatching(reason) }),
    );
  });

  test('gives back every text that was encoded into it', () => {
    const template = new UriTemplate('a://{x}/b/{y}');
    const text = fc.string({ minLength: 1, unit: 'grapheme' });
    fc.assert(
      fc.property(text, text, (x, y) => {
        const uri = `a://${encodeURIComponent(x)}/b/${encodeURIComponent(y)}`;
        expect(template.match(uri)).toEqual({ x, y });
      }),
    );
  });
});
