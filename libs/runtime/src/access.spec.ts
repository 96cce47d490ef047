import { systemClock } from '@millrace/platform';
import { describe, expect, it } from 'vitest';
import { authenticatorFor, loadTls } from './access.js';
import { processConfigSchema } from './process-config.js';

const config = (variables: Record<string, string>) => processConfigSchema.parse(variables);
const entry = `me:reader:${'a'.repeat(64)}`;

describe(authenticatorFor, () => {
  it.each(['127.0.0.1', '127.8.8.8', '::1', 'localhost'])(
    'is open on the loopback address %s without keys',
    (host) => {
      const open = authenticatorFor(config({ MILLRACE_HOST: host }), systemClock);
      expect(open.authenticate(undefined).roles).toContain('admin');
    },
  );

  it.each(['0.0.0.0', '::', '10.0.0.7', 'millrace.example'])(
    'refuses the address %s without keys or TLS, and says what to set',
    (host) => {
      expect(() => authenticatorFor(config({ MILLRACE_HOST: host }), systemClock)).toThrow(
        /can be reached from other machines: set MILLRACE_API_KEYS/,
      );
    },
  );

  it('asks for a key wherever keys are set', () => {
    for (const host of ['127.0.0.1', '0.0.0.0']) {
      const keyed = authenticatorFor(
        config({ MILLRACE_HOST: host, MILLRACE_API_KEYS: entry }),
        systemClock,
      );
      expect(keyed.authenticate(undefined).roles).toEqual(new Set());
    }
  });

  it('names the entry that is no key, and not its digest', () => {
    const wrong = config({ MILLRACE_API_KEYS: `me:owner:${'b'.repeat(64)}` });
    expect(() => authenticatorFor(wrong, systemClock)).toThrow(/me/);
    expect(() => authenticatorFor(wrong, systemClock)).not.toThrow(/bbbb/);
  });
});

describe(loadTls, () => {
  it('is nothing without files', async () => {
    expect(await loadTls(config({}))).toEqual({});
  });

  it('names the variable whose file cannot be read', async () => {
    const tls = {
      MILLRACE_TLS_CERT_FILE: '/nowhere/cert.pem',
      MILLRACE_TLS_KEY_FILE: '/nowhere/key.pem',
      MILLRACE_TLS_CA_FILE: '/nowhere/ca.pem',
    };
    await expect(loadTls(config(tls))).rejects.toThrow(/MILLRACE_TLS_\w+_FILE cannot be read/);
  });
});
