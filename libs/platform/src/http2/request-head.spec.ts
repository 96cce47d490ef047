import { describe, expect, it } from 'vitest';
import { Field } from './hpack/field.js';
import { areTrailers, readRequestHead } from './request-head.js';

const fields = (...pairs: [string, string][]) =>
  pairs.map(([name, value]) => new Field(name, value));
const plain: [string, string][] = [
  [':method', 'POST'],
  [':scheme', 'http'],
  [':path', '/a.B/C'],
  [':authority', 'here'],
];

describe(readRequestHead, () => {
  it('knows the request and the first value of each header', () => {
    const head = readRequestHead(
      fields(...plain, ['te', 'trailers'], ['content-length', '7'], ['x', '1'], ['x', '2']),
    );
    expect(head).toMatchObject({
      method: 'POST',
      scheme: 'http',
      path: '/a.B/C',
      contentLength: 7,
    });
    expect(head?.get('x')).toBe('1');
    expect(head?.get('y')).toBeUndefined();
  });

  it.each<[string, [string, string][]]>([
    ['a method too many', [...plain, [':method', 'GET']]],
    ['no path', plain.filter(([name]) => name !== ':path')],
    ['an empty path', plain.map(([name, value]) => [name, name === ':path' ? '' : value])],
    ['an unknown pseudo-header', [...plain, [':status', '200']]],
    ['the name of a method of objects for a pseudo-header', [...plain, [':constructor', 'x']]],
    ['a pseudo-header behind a header', [['x', '1'], ...plain]],
    ['a capital in a name', [...plain, ['X', '1']]],
    ['a space in a name', [...plain, ['x y', '1']]],
    ['a line end in a value', [...plain, ['x', '1\r\ny: 2']]],
    ['a space before a value', [...plain, ['x', ' 1']]],
    ['a header of the connection', [...plain, ['connection', 'close']]],
    ['te that asks for more than trailers', [...plain, ['te', 'gzip']]],
    ['two lengths', [...plain, ['content-length', '1'], ['content-length', '2']]],
    ['a length that is none', [...plain, ['content-length', '-1']]],
  ])('finds none in fields with %s', (_, pairs) => {
    expect(readRequestHead(fields(...pairs))).toBeUndefined();
  });
});

describe(areTrailers, () => {
  it('lets no pseudo-header stand behind a body', () => {
    expect(areTrailers(fields(['x', '1']))).toBe(true);
    expect(areTrailers(fields(['x', '1'], [':path', '/']))).toBe(false);
  });
});
