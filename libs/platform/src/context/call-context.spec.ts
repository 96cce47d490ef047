import { describe, expect, it } from 'vitest';
import { systemPrincipal } from '../access/principal.js';
import { currentScope, resumeScope, runInScope, scopeFrom, scopeHeaders } from './call-context.js';

const trace = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
const sent = (headers: Record<string, string>) =>
  scopeFrom((name) => headers[name], systemPrincipal);

describe('scopeFrom', () => {
  it('goes on with the trace it was sent, under a span of its own', () => {
    const { traceparent } = sent({ traceparent: trace });
    expect(traceparent.slice(0, 36)).toBe(trace.slice(0, 36));
    expect(traceparent.slice(36, 52)).not.toBe(trace.slice(36, 52));
  });

  it.each(['', 'two words', 'line\nbreak', 'x'.repeat(129)])(
    'takes the trace id where the correlation id sent is %j',
    (id) => {
      expect(sent({ traceparent: trace, 'x-correlation-id': id }).correlationId).toBe(
        'a'.repeat(32),
      );
    },
  );
});

describe('resumeScope', () => {
  it('gives work that was put off the correlation id and trace it was asked for with', async () => {
    const kept = runInScope(
      sent({ traceparent: trace, 'x-correlation-id': 'upload-7' }),
      scopeHeaders,
    );
    const resumed = await resumeScope(kept, async () => {
      await Promise.resolve();
      return currentScope();
    });
    expect(resumed?.correlationId).toBe('upload-7');
    expect(resumed?.traceparent.slice(3, 35)).toBe('a'.repeat(32));
  });

  it('begins a trace for work that nobody asked for', () => {
    expect(resumeScope({}, currentScope)?.correlationId).toMatch(/^[0-9a-f]{32}$/);
  });
});
