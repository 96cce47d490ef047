import { describe, expect, it } from 'vitest';
import { json, run } from './testing/run-cli.js';

describe('millrace', () => {
  it('takes address and key from the environment, and options before those', async () => {
    const environment = { MILLRACE_URL: 'http://one.test/', MILLRACE_API_KEY: 'secret' };
    const first = await run(['models', 'list'], () => json({ items: [] }), environment);
    expect(first.requests[0]?.url).toMatch(/^http:\/\/one\.test\/api\//);
    expect(first.requests[0]?.headers.get('authorization')).toBe('Bearer secret');
    const second = await run(
      ['--url', 'http://two.test', '--api-key', 'other', 'models', 'list'],
      () => json({ items: [] }),
      environment,
    );
    expect(second.requests[0]?.url).toMatch(/^http:\/\/two\.test\/api\//);
    expect(second.requests[0]?.headers.get('authorization')).toBe('Bearer other');
  });

  it('says in one line that nobody answers', async () => {
    const { code, err } = await run(['models', 'list'], () =>
      Promise.reject(new TypeError('fetch failed')),
    );
    expect(code).toBe(1);
    expect(err).toBe(
      'millrace: The server at http://127.0.0.1:8080 does not answer. Is it running?',
    );
  });

  it.each([
    [['--url', 'nonsense', 'models', 'list'], /^millrace: "nonsense" is no address/],
    [['nothing'], /^millrace: unknown command/],
    [['models', 'promote', 'iris', 'one'], /whole number/],
  ])('refuses %j', async (args, message) => {
    const { code, err, requests } = await run(args, () => json({}));
    expect(code).toBe(1);
    expect(err).toMatch(message);
    expect(requests).toHaveLength(0);
  });

  it('prints its help and ends with 0', async () => {
    const { code, out } = await run(['--help'], () => json({}));
    expect(code).toBe(0);
    expect(out).toContain('datasets');
  });
});
