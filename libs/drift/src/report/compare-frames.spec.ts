import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareFrames } from './compare-frames.js';
import type { ColumnDrift, DriftReport } from './drift-report.js';
import { frame, numbers, spread, texts } from './frame.fixture.js';

function metric(report: DriftReport, column: string): ColumnDrift {
  const found = report.metrics.find((candidate) => candidate.column === column);
  if (!found) {
    throw new Error(`no metric of ${column}`);
  }
  return found;
}

const reference200 = spread(200);
const similar200 = spread(200, 1049, 77);
const shifted200 = similar200.map((value) => value + 0.5);
const cycle = (count: number, values: readonly string[]): string[] =>
  Array.from({ length: count }, (_, i) => values[i % values.length] as string);

describe('compareFrames', () => {
  it('puts what the model says first, and counts it with the others', () => {
    const sides = [reference200, similar200].map((said) =>
      frame(numbers('moved', said === reference200 ? said : shifted200), numbers('said', said)),
    );
    const [reference = frame(), current = frame()] = sides;
    const report = compareFrames(reference, current, { prediction: 'said' });
    expect(report.metrics.map(({ column, role, verdict }) => [column, role, verdict])).toEqual([
      ['said', 'prediction', 'stable'],
      ['moved', undefined, 'drifted'],
    ]);
    expect(report.dataset).toMatchObject({ driftedColumns: 1, testedColumns: 2 });
  });

  it('tells a shifted column from a stable one, the worst first', () => {
    const report = compareFrames(
      frame(numbers('calm', reference200), numbers('moved', reference200)),
      frame(numbers('calm', similar200), numbers('moved', shifted200)),
    );
    expect(report.metrics.map(({ column, verdict }) => [column, verdict])).toEqual([
      ['moved', 'drifted'],
      ['calm', 'stable'],
    ]);
    expect(report.dataset).toMatchObject({
      drifted: true,
      share: 0.5,
      driftedColumns: 1,
      testedColumns: 2,
    });
    expect(metric(report, 'moved')).toMatchObject({ test: 'ks', threshold: 0.05 });
    expect(metric(report, 'moved').severity).toBeGreaterThan(1);
  });

  it('counts the dataset as drifted from the given share on', () => {
    const left = frame(numbers('calm', reference200), numbers('moved', reference200));
    const right = frame(numbers('calm', similar200), numbers('moved', shifted200));
    expect(compareFrames(left, right, { driftShare: 0.6 }).dataset.drifted).toBe(false);
    expect(compareFrames(left, right, { driftShare: 0.5 }).dataset.drifted).toBe(true);
  });

  it('chooses the test by values and rows', () => {
    const large = spread(1500);
    const report = compareFrames(
      frame(
        numbers('many', large),
        texts('two', cycle(1500, ['a', 'b'])),
        texts('three', cycle(1500, ['a', 'b', 'c'])),
      ),
      frame(
        numbers('many', large),
        texts('two', cycle(1500, ['a', 'b'])),
        texts('three', cycle(1500, ['a', 'b', 'c'])),
      ),
    );
    expect(report.metrics.map(({ column, test }) => `${column} ${test}`).sort()).toEqual([
      'many wasserstein',
      'three jensenshannon',
      'two jensenshannon',
    ]);
    const small = compareFrames(
      frame(
        numbers('grades', cycle(90, ['1', '2', '3', '4']).map(Number), 'integer'),
        texts('two', cycle(90, ['a', 'b'])),
      ),
      frame(
        numbers('grades', cycle(90, ['1', '2', '3', '4']).map(Number), 'integer'),
        texts('two', cycle(90, ['a', 'b'])),
      ),
    );
    expect(metric(small, 'grades').test).toBe('chisquare');
    expect(metric(small, 'two').test).toBe('z');
  });

  it('does not take the noise of a short window for drift', () => {
    // Scattered rather than evenly spread, as real windows are: a distance of the two is above its threshold.
    let state = 7;
    const scattered = (count: number): number[] =>
      Array.from({ length: count }, () => (state = (state * 48_271) % 2_147_483_647) / 2 ** 31);
    const [left, right] = [
      frame(numbers('x', scattered(5000))),
      frame(numbers('x', scattered(60))),
    ];
    const byDistance = compareFrames(left, right, { columnTests: { x: 'jensenshannon' } });
    expect(byDistance.dataset.drifted).toBe(true);
    const found = metric(compareFrames(left, right), 'x');
    expect(found).toMatchObject({ test: 'ks', verdict: 'stable' });
  });

  it('gives missing, new, mistyped and short columns a verdict and goes on', () => {
    const report = compareFrames(
      frame(
        numbers('gone', reference200),
        numbers('retyped', reference200),
        numbers(
          'empty',
          reference200.map(() => Number.NaN),
        ),
        numbers('fine', reference200),
      ),
      frame(
        texts('retyped', cycle(200, ['x', 'y'])),
        numbers(
          'empty',
          reference200.map(() => Number.NaN),
        ),
        numbers('fine', similar200),
        numbers('fresh', similar200),
      ),
    );
    expect(Object.fromEntries(report.metrics.map((m) => [m.column, m.verdict]))).toEqual({
      gone: 'missing_column',
      retyped: 'type_mismatch',
      empty: 'insufficient_data',
      fine: 'stable',
      fresh: 'new_column',
    });
    expect(report.dataset).toMatchObject({ testedColumns: 1, drifted: false });
    expect(Object.fromEntries(report.tests.map((test) => [test.name, test.status]))).toEqual({
      'Share of drifted columns': 'SUCCESS',
      'Drift of column gone': 'ERROR',
      'Drift of column retyped': 'ERROR',
      'Drift of column empty': 'SKIPPED',
      'Drift of column fine': 'SUCCESS',
      'Drift of column fresh': 'WARNING',
    });
  });

  it('needs a minimum of values on either side', () => {
    const left = frame(numbers('x', reference200));
    const right = frame(numbers('x', shifted200.slice(0, 12)));
    expect(compareFrames(left, right).metrics[0]?.verdict).toBe('insufficient_data');
    expect(compareFrames(left, right, { minimumRows: 10 }).metrics[0]?.verdict).toBe('drifted');
  });

  it('sees a column turn missing though what is left is distributed as before', () => {
    const holed = similar200.map((value, i) => (i % 5 === 0 ? value : Number.NaN));
    const report = compareFrames(frame(numbers('x', reference200)), frame(numbers('x', holed)));
    const found = metric(report, 'x');
    expect(found.distributionDrifted).toBe(false);
    expect(found).toMatchObject({ verdict: 'drifted', missing: { current: 0.8, drifted: true } });
    expect(found.reason).toContain('Missing values went from 0\u00a0% to 80\u00a0%');
  });

  it('sees a column turn wholly missing', () => {
    const report = compareFrames(
      frame(numbers('x', reference200)),
      frame(
        texts(
          'x',
          reference200.map(() => null),
        ),
      ),
    );
    expect(metric(report, 'x').verdict).toBe('drifted');
  });

  it('reports one row of a new category without calling it drift', () => {
    const current = [...cycle(199, ['a', 'b', 'c']), 'odd'];
    const found = metric(
      compareFrames(
        frame(texts('kind', cycle(200, ['a', 'b', 'c']))),
        frame(texts('kind', current)),
      ),
      'kind',
    );
    expect(found.verdict).toBe('stable');
    expect(found.newCategories).toMatchObject({
      share: 0.005,
      categories: ['odd'],
      drifted: false,
    });
  });

  it('calls many new categories drift', () => {
    const current = cycle(200, ['a', 'b', 'c', 'd']);
    const found = metric(
      compareFrames(
        frame(texts('kind', cycle(200, ['a', 'b', 'c']))),
        frame(texts('kind', current)),
      ),
      'kind',
    );
    expect(found.verdict).toBe('drifted');
    expect(found.newCategories?.drifted).toBe(true);
  });

  it('leaves identifiers and excluded columns out', () => {
    const ids = reference200.map((_, i) => i);
    const report = compareFrames(
      frame(
        numbers('row', ids, 'integer'),
        texts(
          'code',
          ids.map((id) => `k${id}`),
        ),
        numbers('ignored', reference200),
      ),
      frame(
        numbers(
          'row',
          ids.map((id) => id + 200),
          'integer',
        ),
        texts(
          'code',
          ids.map((id) => `k${id + 200}`),
        ),
        numbers('ignored', shifted200),
      ),
      { exclude: ['ignored'] },
    );
    expect(report.metrics.map(({ column, verdict }) => [column, verdict])).toEqual([
      ['row', 'not_tested'],
      ['code', 'not_tested'],
    ]);
    expect(report.dataset).toMatchObject({ drifted: false, share: 0, testedColumns: 0 });
  });

  it('obeys thresholds of columns before those of tests', () => {
    const left = frame(numbers('x', reference200), numbers('y', reference200));
    const right = frame(numbers('x', shifted200), numbers('y', shifted200));
    const report = compareFrames(left, right, {
      thresholds: { x: 1e-60 },
      testThresholds: { ks: 0.01 },
    });
    expect(metric(report, 'x')).toMatchObject({ threshold: 1e-60, verdict: 'stable' });
    expect(metric(report, 'y')).toMatchObject({ threshold: 0.01, verdict: 'drifted' });
  });

  it('corrects p-values for the number of columns', () => {
    // p 0.0386 by itself: drift alone, none among nine quiet columns.
    const slight = spread(150, 1049, 77).map((value) => value * 1.15 + 0.02);
    const quiet = Array.from({ length: 9 }, (_, i) => `quiet ${i}`);
    const alone = compareFrames(frame(numbers('x', reference200)), frame(numbers('x', slight)));
    expect(metric(alone, 'x').verdict).toBe('drifted');
    const among = compareFrames(
      frame(numbers('x', reference200), ...quiet.map((name) => numbers(name, reference200))),
      frame(numbers('x', slight), ...quiet.map((name) => numbers(name, similar200.slice(0, 150)))),
    );
    const found = metric(among, 'x');
    expect(found.pValue).toBeCloseTo(0.03855214825130296, 12);
    expect(found.score).toBeGreaterThan(0.05);
    expect(found.verdict).toBe('stable');
  });

  it('does not let a broken column end the report', () => {
    const broken = {
      kind: 'numeric' as const,
      name: 'broken',
      type: 'number' as const,
      get values(): Float64Array {
        throw new Error('unreadable');
      },
    };
    const report = compareFrames(
      frame(numbers('fine', reference200), broken),
      frame(numbers('fine', similar200), broken),
    );
    expect(metric(report, 'broken')).toMatchObject({ verdict: 'not_tested' });
    expect(metric(report, 'broken').reason).toContain('unreadable');
    expect(metric(report, 'fine').verdict).toBe('stable');
  });

  it('takes empty frames', () => {
    const report = compareFrames(frame(), frame());
    expect(report.metrics).toEqual([]);
    expect(report.dataset).toMatchObject({ drifted: false, share: 0 });
  });
});

const anyNumber = fc.oneof(
  fc.double({ noNaN: false }),
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom(Number.POSITIVE_INFINITY, Number.MAX_VALUE, -Number.MAX_VALUE, Number.MIN_VALUE),
);
const manyNumbers = fc.array(anyNumber, { minLength: 1, maxLength: 80 });
const manyTexts = fc.array(fc.option(fc.constantFrom('a', 'b', 'c', 'd', '')), {
  minLength: 1,
  maxLength: 80,
});

function expectStrict(value: unknown): void {
  if (typeof value === 'number') {
    expect(Number.isFinite(value)).toBe(true);
  } else if (value !== null && typeof value === 'object') {
    Object.values(value).forEach(expectStrict);
  } else {
    expect(value).not.toBeUndefined();
  }
}

describe('compareFrames, whatever the data', () => {
  it('stays strict JSON with scores of at least 0', () => {
    fc.assert(
      fc.property(manyNumbers, manyNumbers, manyTexts, manyTexts, (n1, n2, t1, t2) => {
        const choices: Readonly<Record<string, string>>[] = [
          {},
          { n: 'psi', t: 'psi' },
          { n: 'hellinger', t: 'hellinger' },
          { n: 'wasserstein' },
        ];
        for (const columnTests of choices) {
          for (const [left, right] of [
            [numbers('n', n1), numbers('n', n2)],
            [texts('t', t1), texts('t', t2)],
          ] as const) {
            const report = compareFrames(frame(left), frame(right), {
              minimumRows: 1,
              columnTests,
            });
            expectStrict(report);
            expect(report.metrics[0]?.reason).not.toContain('failed');
            expect(report.metrics[0]?.score ?? 0).toBeGreaterThanOrEqual(0);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it('never sees drift between a frame and itself, in whatever order of rows', () => {
    fc.assert(
      fc.property(manyNumbers, manyTexts, (values, words) => {
        for (const column of [numbers('c', values), texts('c', words)]) {
          const reversed =
            column.kind === 'numeric'
              ? numbers('c', [...values].reverse())
              : texts('c', [...words].reverse());
          const report = compareFrames(frame(column), frame(reversed), { minimumRows: 1 });
          expect(report.dataset.drifted).toBe(false);
          expect(report.metrics[0]?.verdict).not.toBe('drifted');
        }
      }),
      { numRuns: 150 },
    );
  });
});
