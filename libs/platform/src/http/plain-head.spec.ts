import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPlainHead } from './plain-head.js';

const lines = (...more: string[]) =>
  ['POST /a/b HTTP/1.1', 'Host: x', 'Content-Length: 12', ...more].join('\r\n');

describe('readPlainHead', () => {
  it('reads what most clients send', () => {
    const head = readPlainHead(lines('Content-Type:application/json', 'X-Empty:', 'X-Two: a b \t'));
    expect(head).toMatchObject({ method: 'POST', url: '/a/b', bodyLength: 12 });
    expect(Object.fromEntries(head?.headers ?? [])).toEqual({
      host: 'x',
      'content-length': '12',
      'content-type': 'application/json',
      'x-empty': '',
      'x-two': 'a b',
    });
  });

  it.each([
    ['another version', 'POST / HTTP/1.0\r\nHost: x\r\nContent-Length: 1'],
    ['a whole URL', 'POST http://x/ HTTP/1.1\r\nHost: x\r\nContent-Length: 1'],
    ['two spaces', 'POST  / HTTP/1.1\r\nHost: x\r\nContent-Length: 1'],
    ['no host', 'POST / HTTP/1.1\r\nContent-Length: 1'],
    ['no length', 'POST / HTTP/1.1\r\nHost: x'],
    ['a length twice', lines('content-length: 12')],
    ['a header twice', lines('X-A: 1', 'x-a: 1')],
    ['another framing', lines('Transfer-Encoding: chunked')],
    ['a wish to be asked first', lines('Expect: 100-continue')],
    ['another protocol', lines('Connection: upgrade', 'Upgrade: h2c')],
    ['an end of the connection', lines('Connection: close')],
    ['a folded line', lines('X-A: 1', ' 2')],
    ['a space before the colon', lines('X-A : 1')],
    ['a bare line feed', lines('X-A: 1\nContent-Length: 0')],
    ['a bare carriage return', lines('X-A: 1\rContent-Length: 0')],
    ['a zero byte', lines('X-A: \0')],
    ['a letter outside of ASCII', lines('X-A: é')],
    ['a signed length', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: +1'],
    ['a list of lengths', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1, 1'],
  ])('leaves %s to the server', (_, text) => {
    expect(readPlainHead(text)).toBeUndefined();
  });

  it('takes no text but the one its own reading would be written as', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '\r\n',
        '\n',
        '\r',
        ' ',
        ':',
        'Host: x',
        'Content-Length: 1',
        '\t',
        'a',
        '\0',
      ),
      fc.string({ unit: 'binary', maxLength: 4 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = `POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1${pieces.join('')}`;
        const head = readPlainHead(text);
        if (!head) return;
        const written = [...head.headers].map(([name, value]) => `${name}:${value}`);
        const squeezed = text
          .split('\r\n')
          .slice(1)
          .map((line) => {
            const at = line.indexOf(':');
            return `${line.slice(0, at).toLowerCase()}:${line.slice(at + 1).replaceAll(/^[ \t]+|[ \t]+$/g, '')}`;
          });
        expect(written).toEqual(squeezed);
      }),
      { numRuns: 2_000 },
    );
  });
});
