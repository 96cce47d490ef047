import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Column, Frame } from '../frame.js';
import { CsvError, type CsvFault } from './csv-error.js';
import { CsvReader, parseCsv } from './csv-reader.js';

const read = (text: string) => parseCsv(Buffer.from(text));
const valuesOf = (column: Column | undefined) =>
  column?.kind === 'numeric'
    ? [...column.values]
    : [...(column?.codes ?? [])].map((code) => column?.categories[code] ?? null);
const table = (frame: Frame) =>
  Object.fromEntries(frame.columns.map((column) => [column.name, valuesOf(column)]));
const types = (frame: Frame) => frame.columns.map(({ type }) => type);

function faultsOf(bytes: Uint8Array): readonly CsvFault[] {
  try {
    parseCsv(bytes);
  } catch (error) {
    if (error instanceof CsvError) return error.faults;
    throw error;
  }
  throw new Error('The file was read.');
}

describe('the values of a file', () => {
  it('are numbers, booleans and text, a type for each column', () => {
    const frame = read('i,x,b,s\n1,1.5,true,red\n-2,1e3,FALSE,blue\n3,-.5,True,red\n');
    expect(types(frame)).toEqual(['integer', 'number', 'boolean', 'string']);
    expect(table(frame)).toEqual({
      i: [1, -2, 3],
      x: [1.5, 1000, -0.5],
      b: ['true', 'false', 'true'],
      s: ['red', 'blue', 'red'],
    });
  });

  it.each(['', 'NA', 'NaN', 'null', 'None', '?', 'n/a', '""', '" "'.replace(' ', '')])(
    'are missing where %j stands',
    (word) => {
      const frame = read(`x,s\n1,a\n${word},${word}\n2,b\n`);
      expect(types(frame)).toEqual(['integer', 'string']);
      expect(table(frame)).toEqual({ x: [1, Number.NaN, 2], s: ['a', null, 'b'] });
    },
  );

  it('are text from the first row on when a later one is no number', () => {
    const frame = read('x,y\n1.50,1\n2,2\nNA,3\nlots,4\n');
    expect(types(frame)).toEqual(['string', 'integer']);
    expect(table(frame)['x']).toEqual(['1.50', '2', null, 'lots']);
  });

  it('stay text where a number would not give them back', () => {
    expect(types(read('zip\n01234\n98765\n'))).toEqual(['string']);
    expect(table(read('id\n9007199254740993\n9007199254740992\n'))['id']).toEqual([
      '9007199254740993',
      '9007199254740992',
    ]);
    expect(types(read('x\n0\n0.5\n-0\n'))).toEqual(['number']);
  });

  it('may be infinite', () => {
    expect(table(read('x\ninf\n-Infinity\n1\n'))['x']).toEqual([
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      1,
    ]);
  });

  it('are numbers of no rows where a column is empty', () => {
    const frame = read('a,b\n,1\n,2\n');
    expect(types(frame)).toEqual(['number', 'integer']);
    expect(table(frame)['a']).toEqual([Number.NaN, Number.NaN]);
  });

  it('are the doubles that Number makes of the same text', () => {
    const decimal = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
      fc
        .tuple(fc.integer(), fc.nat({ max: 10 ** 9 }), fc.integer({ min: -30, max: 30 }))
        .map(([whole, part, exponent]) => `${whole}.${part}e${exponent}`),
    );
    fc.assert(
      fc.property(fc.array(decimal, { minLength: 1 }), (texts) => {
        const [column] = read(`x\n${texts.join('\n')}\n`).columns;
        const spelled = texts.map(Number);
        // Whole numbers past 2^53 are kept as text.
        if (column?.kind === 'numeric') expect([...column.values]).toEqual(spelled);
        else expect(texts.some((text) => !Number.isSafeInteger(Number(text)))).toBe(true);
      }),
    );
  });
});

describe('the form of a file', () => {
  const expected = { a: [1, 2], b: ['x', 'y'] };

  it.each([
    ['LF', 'a,b\n1,x\n2,y\n'],
    ['CRLF and no last line end', 'a,b\r\n1,x\r\n2,y'],
    ['CR', 'a,b\r1,x\r2,y\r'],
    ['mixed line ends and blank lines', '\na,b\r\n\r\n1,x\n\n2,y\r  \n'],
    ['semicolons', 'a;b\n1;x\n2;y\n'],
    ['tabs', 'a\tb\n1\tx\n2\ty\n'],
    ['bars', 'a|b\n1|x\n2|y\n'],
    ['blanks around fields', 'a, b\n 1 ,x \n2,\ty\n'],
    ['quotes', '"a","b"\n"1","x"\n2,"y"\n'],
    ['a byte-order mark', '\ufeffa,b\n1,x\n2,y\n'],
  ])('may have %s', (_, text) => {
    expect(table(read(text))).toEqual(expected);
  });

  it.each(['utf16le', 'utf16be', 'utf16le without a mark'])('may be %s', (encoding) => {
    const text = 'größe,b\n1,😀\n2,y\n';
    const marked = Buffer.from(encoding.endsWith('mark') ? text : `\ufeff${text}`, 'utf16le');
    const bytes = encoding === 'utf16be' ? marked.swap16() : marked;
    expect(table(parseCsv(bytes))).toEqual({ größe: [1, 2], b: ['😀', 'y'] });
  });

  it('may be Windows-1252', () => {
    const bytes = Buffer.from('gr\xf6\xdfe,b\n1,\x80\n2,\xe9\n', 'latin1');
    expect(table(parseCsv(bytes))).toEqual({ größe: [1, 2], b: ['€', 'é'] });
  });

  it('keeps line ends, delimiters and doubled quotes inside quotes', () => {
    const frame = read('a,b\n"x\r\ny","1,5"\n"say ""hi""",z\n');
    expect(table(frame)).toEqual({ a: ['x\r\ny', 'say "hi"'], b: ['1,5', 'z'] });
  });

  it('is read the same in pieces of any size', () => {
    const bytes = Buffer.from('größe,b\n1,"x\ny"\n2,😀\n');
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 7 }), (size) => {
        const reader = new CsvReader();
        for (let at = 0; at < bytes.length; at += size) reader.push(bytes.subarray(at, at + size));
        expect(reader.finish()).toEqual(parseCsv(bytes));
      }),
    );
  });

  it('gives back any text that was quoted as RFC 4180 has it', () => {
    const field = fc.string({ unit: 'binary', maxLength: 8 }).map((text) => `${text}.`);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(field, field), { minLength: 1, maxLength: 20 }),
        fc.constantFrom(',', ';', '\t', '|'),
        fc.constantFrom('\n', '\r\n', '\r'),
        (rows, delimiter, lineEnd) => {
          const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
          const lines = [['p', 'q'], ...rows].map((row) => row.map(quoted).join(delimiter));
          const frame = read(lines.join(lineEnd) + lineEnd);
          const wanted = (index: 0 | 1) => rows.map((row) => row[index]);
          if (frame.columns.every(({ kind }) => kind === 'categorical')) {
            expect(table(frame)).toEqual({ p: wanted(0), q: wanted(1) });
          } else expect(rows.some((row) => row.some((text) => /^\d+\.$/.test(text)))).toBe(true);
        },
      ),
    );
  });
});

describe('a file that is no table', () => {
  it.each([
    ['is empty', '', undefined, 'The file is empty.'],
    ['is blank', '\n\n  \n', undefined, 'The file is empty.'],
    ['has a header alone', 'a,b\n', undefined, 'The file has a header and no rows.'],
    ['has a short row', 'a,b\n1,2\n3\n', 3, 'The row has 1 field; the header has 2.'],
    ['has a long row', 'a,b\n"x\ny",2\n1,2,3\n', 4, 'The row has 3 fields; the header has 2.'],
    ['names two columns alike', 'é,é\n1,2\n', 1, 'Several columns are named "é".'],
    [
      'leaves a quote open',
      'a,b\n1,2\n"3,4\n5,6\n',
      3,
      'A quote is opened in this row and never closed.',
    ],
    [
      'goes on after a closing quote',
      'a,b\n"x"y,2\n',
      2,
      'Text follows the closing quote of a field; a quote inside quotes must be doubled.',
    ],
  ])('is refused with the line when it %s', (_, text, line, message) => {
    expect(faultsOf(Buffer.from(text))).toEqual([{ ...(line !== undefined && { line }), message }]);
  });

  it('is told of with many faults, but not with all of them', () => {
    const faults = faultsOf(Buffer.from(`a,b\n${'1\n'.repeat(1000)}`));
    expect(faults).toHaveLength(20);
    expect(faults.map(({ line }) => line)).toEqual(Array.from({ length: 20 }, (_, i) => i + 2));
  });

  it('is refused when its header has more columns than any table', () => {
    expect(faultsOf(Buffer.from(`${','.repeat(20_000)}\n`))).toEqual([
      { line: 1, message: 'There are more than 16384 columns.' },
    ]);
  });

  it('never ends in anything but a frame or a CsvError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          const frame = parseCsv(bytes);
          for (const column of frame.columns) {
            const length = column.kind === 'numeric' ? column.values.length : column.codes.length;
            expect(length).toBe(frame.rowCount);
          }
        } catch (error) {
          expect(error).toBeInstanceOf(CsvError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
