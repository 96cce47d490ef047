import { addressOf, inferenceApi } from '@millrace/api';
import type { FeatureRow } from './feature-form.js';

/** The shell command that makes the same prediction. */
export function curlCommand(origin: string, model: string, row: FeatureRow): string {
  const body = JSON.stringify({ instances: [row] });
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
