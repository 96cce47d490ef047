import { createProjectGraphAsync } from '@nx/devkit';
import { ESLint } from 'eslint';
import { beforeAll, describe, expect, it } from 'vitest';

// The rule says nothing where Nx has no project graph, so these prove that it speaks, as `npm run lint` makes it speak.
beforeAll(async () => {
  process.env['NX_DAEMON'] = 'false';
  await createProjectGraphAsync();
});
const eslint = new ESLint({ cwd: new URL('../..', import.meta.url).pathname });

async function complaintsAbout(file: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath: file, warnIgnored: true });
  return (result?.messages ?? []).map((message) => message.ruleId ?? message.message);
}

describe('module boundaries', () => {
  it.each([
    [
      'a service importing an adapter',
      'libs/services/ingestion/src/bad.ts',
      '@millrace/database-postgres',
    ],
    [
      'a service importing another service',
      'libs/services/ingestion/src/bad.ts',
      '@millrace/service-registry',
    ],
    ['a service importing kafkajs', 'libs/services/ingestion/src/bad.ts', 'kafkajs'],
    ['a domain library importing the platform', 'libs/ml/src/bad.ts', '@millrace/platform'],
    [
      'an adapter importing a service',
      'libs/adapters/object-store-file/src/bad.ts',
      '@millrace/service-registry',
    ],
    ['the console importing the platform', 'apps/console/src/bad.ts', '@millrace/platform'],
    ['an app importing another app', 'apps/ingestion/src/bad.ts', '../../standalone/src/demo.js'],
  ])('refuse %s', async (_, file, target) => {
    const code = `import { anything } from '${target}';\nanything();\n`;
    expect(await complaintsAbout(file, code)).toContain('@nx/enforce-module-boundaries');
  });

  it('let a service import what it may', async () => {
    const code = `import { PlatformError } from '@millrace/platform';\n\nthrow new PlatformError('internal', 'x');\n`;
    expect(await complaintsAbout('libs/services/ingestion/src/good.ts', code)).toEqual([]);
  });

  it('refuse the wall clock in a domain library', async () => {
    const code = 'export const now = (): number => Date.now();\n';
    expect(await complaintsAbout('libs/drift/src/bad.ts', code)).toContain(
      'no-restricted-properties',
    );
  });
});
