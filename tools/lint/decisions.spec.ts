import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const folder = fileURLToPath(new URL('../../docs/decisions', import.meta.url));
const files = readdirSync(folder).filter((name) => name !== 'README.md');

describe('the decisions', () => {
  it('are numbered 1, 2, … with each number once', () => {
    const numbers = files.map((name) => Number(/^(\d{4})-[a-z0-9-]+\.md$/.exec(name)?.[1]));
    expect(numbers.sort((a, b) => a - b)).toEqual(files.map((_, index) => index + 1));
  });

  it.each(files)('%s has its number in its heading', (name) => {
    const [heading = ''] = readFileSync(join(folder, name), 'utf8').split('\n');
    expect(heading).toMatch(new RegExp(`^# ${Number(name.slice(0, 4))}\\. \\S`));
  });
});
