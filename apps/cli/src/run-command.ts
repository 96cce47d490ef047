import { ApiError, createClient } from '@millrace/api';
import { Command, CommanderError } from 'commander';
import { addDatasetCommands } from './commands/datasets.js';
import { addDriftCommands } from './commands/drift.js';
import { addModelCommands } from './commands/models.js';
import { addPredictBatchCommand } from './commands/predict-batch.js';
import { addPredictCommand } from './commands/predict.js';
import { addRunCommands } from './commands/runs.js';
import { addTrainCommand } from './commands/train.js';
import { NegativeResult, UsageError } from './session.js';
import type { OpenSession, Terminal } from './session.js';

export interface Surroundings extends Terminal {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly fetch?: typeof fetch;
}

interface GlobalOptions {
  readonly url: string;
  readonly apiKey?: string;
  readonly json?: true;
}

/** Runs one command line; resolves to the exit code: 0, or 1 after one line that says what was wrong. */
export async function runCommand(args: readonly string[], given: Surroundings): Promise<number> {
  const program = new Command('millrace');
  program
    .description('Datasets in, models out: the command line of Millrace.')
    .option(
      '--url <address>',
      'address of the server (MILLRACE_URL)',
      given.environment['MILLRACE_URL'] ?? 'http://127.0.0.1:8080',
    )
    .option('--api-key <key>', 'API key; better given as MILLRACE_API_KEY')
    .option('--json', 'print results as JSON')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => given.out(text.trimEnd()),
      writeErr: (text) => given.err(text.trimEnd()),
      outputError: (text, write) => write(text.replace(/^error: /, 'millrace: ')),
    });

  const open: OpenSession = () => {
    const options = program.opts<GlobalOptions>();
    const key = options.apiKey ?? given.environment['MILLRACE_API_KEY'];
    const client = createClient({
      baseUrl: checkedAddress(options.url),
      apiKey: () => key,
      ...(given.fetch ? { fetch: given.fetch } : {}),
    });
    const show = (result: unknown, text: () => string) =>
      given.out(options.json ? JSON.stringify(result, null, 2) : text());
    return { client, show, out: given.out, err: given.err };
  };
  for (const add of [
    addDatasetCommands,
    addTrainCommand,
    addRunCommands,
    addModelCommands,
    addPredictCommand,
    addPredictBatchCommand,
    addDriftCommands,
  ]) {
    add(program, open);
  }

  try {
    await program.parseAsync([...args], { from: 'user' });
    return 0;
  } catch (error) {
    // Commander has said it already, and help that was asked for is no error.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 1;
    given.err(`millrace: ${lineOf(error)}`);
    return 1;
  }
}

function checkedAddress(url: string): string {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new UsageError(`"${url}" is no address; give one such as http://127.0.0.1:8080.`);
  }
  return url;
}

function lineOf(error: unknown): string {
  if (error instanceof ApiError) {
    // A single fault is often the message over again.
    const telling = error.faults.filter((fault) => !fault.endsWith(error.message));
    const faults = telling.slice(0, 3);
    const more = telling.length - faults.length;
    const details = [...faults, ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
    const hint =
      error.status === 401 || error.status === 403 ? ' Give a key as MILLRACE_API_KEY.' : '';
    return oneLine(`${error.message}${details ? ` ${details}` : ''}${hint}`);
  }
  if (error instanceof UsageError || error instanceof NegativeResult) return error.message;
  return oneLine(error instanceof Error ? error.message : String(error));
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ');
}
