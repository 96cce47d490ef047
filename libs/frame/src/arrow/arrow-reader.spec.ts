import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Column, Frame } from '../frame.js';
import { ArrowFormatError } from './arrow-format-error.js';
import { ArrowReader } from './arrow-reader.js';

type Values = Readonly<Record<string, readonly (string | number | boolean | null)[]>>;
interface Golden {
  readonly read: readonly { name: string; bytes: string; values: Values }[];
  readonly beside: { readonly bytes: string; readonly values: Values };
  readonly refused: readonly { name: string; bytes: string; says: string }[];
}

/** Written by tools/golden/arrow-batches.py. */
const golden = JSON.parse(
  readFileSync(new URL('golden/arrow-batches.json', import.meta.url), 'utf8'),
) as Golden;

const bytesOf = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'));

function framesOf(chunks: readonly Uint8Array[], wanted?: ReadonlySet<string>): Frame[] {
  const reader = new ArrowReader(wanted);
  const batches = chunks.flatMap((chunk) => reader.push(chunk));
  reader.finish();
  return batches.map((batch) => batch.frame());
}

function valuesOf(frames: readonly Frame[]): Values {
  const values: Record<string, (string | number | boolean | null)[]> = {};
  for (const { columns } of frames) {
    for (const column of columns) (values[column.name] ??= []).push(...plainValues(column));
  }
  return values;
}

function plainValues(column: Column): (string | number | boolean | null)[] {
  if (column.kind === 'numeric') {
    return Array.from(column.values, (value) =>
      Number.isNaN(value) ? null : Number.isFinite(value) ? value : String(value),
    );
  }
  return Array.from(column.codes, (code) => {
    const text = column.categories[code] ?? null;
    return column.type === 'boolean' && text !== null ? text === 'true' : text;
  });
}

describe('what pyarrow writes', () => {
  it.each(golden.read)('is read: $name', ({ bytes, values }) => {
    expect(valuesOf(framesOf([bytesOf(bytes)]))).toEqual(values);
  });

  it('is read wherever it is cut, and in parts of its batches', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...golden.read),
        fc.integer({ min: 1, max: 200 }),
        (one, size) => {
          const bytes = bytesOf(one.bytes);
          const reader = new ArrowReader();
          const frames: Frame[] = [];
          for (let at = 0; at < bytes.length; at += size) {
            for (const batch of reader.push(bytes.subarray(at, at + size))) {
              const middle = Math.min(batch.rows, size % 5);
              frames.push(batch.frame(0, middle), batch.frame(middle));
            }
          }
          reader.finish();
          expect(valuesOf(frames)).toEqual(one.values);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('may have columns of any type beside those that are wanted', () => {
    const wanted = new Set(['wanted', 'also']);
    expect(valuesOf(framesOf([bytesOf(golden.beside.bytes)], wanted))).toEqual(
      golden.beside.values,
    );
  });

  it.each(golden.refused)('is refused with its column and why: $name', ({ bytes, says }) => {
    expect(() => framesOf([bytesOf(bytes)])).toThrow(says);
    expect(() => framesOf([bytesOf(bytes)])).toThrow(ArrowFormatError);
  });
});

describe('bytes that are damaged', () => {
  const reads = (bytes: Uint8Array) => {
    try {
      framesOf([bytes]);
    } catch (error) {
      if (!(error instanceof ArrowFormatError)) throw error;
    }
  };

  it('are read as something or refused, whichever bytes are other ones', () => {
    const flips = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(fc.constantFrom(...golden.read), flips, (one, changes) => {
        const bytes = bytesOf(one.bytes);
        for (const [at, bits] of changes) {
          const place = at % bytes.length;
          bytes[place] = (bytes[place] ?? 0) ^ bits;
        }
        reads(bytes);
      }),
      { numRuns: 3000 },
    );
  });

  it('are refused where they are cut off', () => {
    fc.assert(
      fc.property(fc.constantFrom(...golden.read), fc.nat(), (one, at) => {
        const bytes = bytesOf(one.bytes);
        const cut = bytes.slice(0, at % bytes.length);
        // A stream may end after any message, and without a word.
        reads(cut);
        if (one.name.startsWith('a file')) expect(() => framesOf([cut])).toThrow(ArrowFormatError);
      }),
    );
  });

  it.each([
    ['nothing', new Uint8Array()],
    ['a text', new TextEncoder().encode('{"instances": []}')],
    ['the end alone', Uint8Array.of(255, 255, 255, 255, 0, 0, 0, 0)],
    ['an endless message', Uint8Array.of(255, 255, 255, 255, 255, 255, 255, 127)],
  ])('are refused: %s', (_, bytes) => {
    expect(() => framesOf([bytes])).toThrow(ArrowFormatError);
  });

  it('take no room for what they only announce', () => {
    const reader = new ArrowReader();
    reader.push(Uint8Array.of(255, 255, 255, 255, 0, 0, 255, 0));
    expect(reader.kept).toBeLessThan(1000);
  });
});
