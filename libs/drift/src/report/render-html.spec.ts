import { describe, expect, it } from 'vitest';
import { compareFrames } from './compare-frames.js';
import { frame, numbers, spread, texts } from './frame.fixture.js';
import { renderReportHtml } from './render-html.js';

const heading = {
  title: 'Drift of <wine>',
  reference: 'wine, version 1',
  current: 'wine, "version" 2',
  createdAt: '2026-01-02 03:04 UTC',
};
const hostile = `<script>alert('x')</script>" onload="y`;
const values = spread(200);
const words = values.map((value) => (value < 0.4 ? hostile : 'plain'));

const report = compareFrames(
  frame(numbers('moved', values), texts(hostile, words), numbers('gone', values)),
  frame(
    numbers(
      'moved',
      values.map((value) => value + 1),
    ),
    texts(hostile, words),
    texts(`fresh ${hostile}`, words),
  ),
);
const page = renderReportHtml(report, heading);

describe('renderReportHtml', () => {
  it('escapes everything that came from data or caller', () => {
    expect(page).not.toMatch(/<script/i);
    expect(page).not.toContain('" onload');
    expect(page).toContain('&lt;script&gt;');
    expect(page).toContain('Drift of &lt;wine&gt;');
    expect(page).toContain('wine, &quot;version&quot; 2');
  });

  it('needs nothing from outside', () => {
    expect(page).not.toMatch(/(?:src|href)\s*=|url\(|@import|https?:/i);
    expect(page).toContain("default-src 'none'");
  });

  it('says the verdict in words and lists the worst column first', () => {
    expect(page).toContain('The data has drifted');
    expect(page).toContain('1 of 2 columns tested');
    expect(page.indexOf('>moved<')).toBeLessThan(page.indexOf('>gone<'));
    expect(page).toContain('Column missing');
    expect(page).toContain('New column');
  });

  it('says so when nothing drifted, and when nothing could be tested', () => {
    const calm = compareFrames(frame(numbers('x', values)), frame(numbers('x', values)));
    expect(renderReportHtml(calm, heading)).toContain('No drift found');
    const empty = compareFrames(frame(), frame());
    expect(renderReportHtml(empty, heading)).toContain('No verdict');
  });

  it('draws no undefined or infinite coordinate', () => {
    const flat = compareFrames(
      frame(
        numbers(
          'x',
          values.map(() => 7),
        ),
      ),
      frame(
        numbers(
          'x',
          values.map(() => 7e140),
        ),
      ),
    );
    for (const html of [page, renderReportHtml(flat, heading)]) {
      expect(html).not.toMatch(/NaN|Infinity|undefined|\[object/);
    }
  });

  it('stays below 200 kB for thirty columns of many values and long names', () => {
    const names = Array.from({ length: 30 }, (_, i) => `column ${i} ${'n'.repeat(100)}`);
    const categories = values.map((value) => `${'category'.repeat(8)} ${Math.floor(value * 40)}`);
    const side = (shift: number) =>
      frame(
        ...names.map((name, i) =>
          i % 2 === 0
            ? numbers(
                name,
                values.map((value) => value + shift),
              )
            : texts(name, categories),
        ),
      );
    const html = renderReportHtml(compareFrames(side(0), side(0.3)), heading);
    expect(html.match(/<tr>/g)).toHaveLength(31);
    expect(Buffer.byteLength(html)).toBeLessThan(200_000);
  });
});
