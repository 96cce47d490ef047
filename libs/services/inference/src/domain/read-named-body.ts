import { inferenceApi } from '@millrace/api';
import type { ModelInput } from '@millrace/ml';
import { parseJsonBody, validate } from '@millrace/platform';
import { instancesReader } from './instances-reader.js';
import { ModelInputs } from './model-inputs.js';
import { readInstances } from './read-instances.js';
import { readingOf, type BodyReading } from './reading.js';

/** What a body of named rows says beside them. */
export interface NamedHead {
  readonly explain: boolean;
}

/**
 * Reads a body of the API's own protocol from its bytes.
 * @param inputs of the model that is to answer; without them only the form of the body is looked at
 * @throws PlatformError `invalid_argument` for a body that is not of the protocol, whatever the model
 */
export function readNamedBody(
  body: Buffer,
  inputs: readonly ModelInput[] | undefined,
): BodyReading<NamedHead> {
  const known = inputs && new ModelInputs(inputs);
  const table = known && instancesReader(known)(body);
  if (table) return { head: { explain: false }, reading: readingOf(() => ({ table })) };
  const { instances, explain } = validate(inferenceApi.predictBody, parseJsonBody(body), 'body');
  return {
    head: { explain: explain === true },
    reading: known && readingOf(() => readInstances(known, instances)),
  };
}
