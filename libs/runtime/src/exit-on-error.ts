import { PlatformError } from '@millrace/platform';

/** Runs a program's main work; what it throws becomes one line on standard error and exit code 1. */
export async function exitOnError(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (caught) {
    const error = caught instanceof Error ? caught : new Error(String(caught));
    const known = error instanceof PlatformError && error.code !== 'internal';
    process.stderr.write(`millrace: ${error.message}\n`);
    if (!known)
      process.stderr.write(`${(error.cause instanceof Error ? error.cause : error).stack ?? ''}\n`);
    process.exit(1);
  }
}
