import { addressOf, inferenceApi } from '@millrace/api';
import type { JsonBodyOf } from '@millrace/api';

/** The shell command that asks the same. */
export function curlCommand(
  origin: string,
  model: string,
  asked: JsonBodyOf<typeof inferenceApi.predict>,
): string {
  const body = JSON.stringify(asked);
  const address = origin + addressOf(inferenceApi.predict, { params: { name: model } });
  return [
    `curl -sS ${quoted(address)}`,
    `  -H 'content-type: application/json'`,
    `  -d ${quoted(body)}`,
  ].join(' \\\n');
}

// Inside single quotes a shell takes everything as it is but the quote itself.
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
