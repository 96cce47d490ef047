import type { ModelInput } from '@millrace/ml';
import type { LoadedModel } from '../domain/loaded-model.js';
import { readInputOf, type BodyReading } from '../domain/reading.js';
import type { PredictionRequest } from './answer-requests.js';
import type { ExplainedAnswer, ExplainingAnswerer } from './explain-answers.js';
import type { ServedModelFinder } from './find-served.js';

/** How the body of one request is read elsewhere, and what it wants by what it says. */
export interface LargeRequest<Head> {
  /**
   * Reads all of it, for a model of these inputs.
   * @throws PlatformError `invalid_argument` for a body that is not of its protocol, whatever the model
   */
  readonly read: (inputs: readonly ModelInput[] | undefined) => Promise<BodyReading<Head>>;
  readonly answererFor: (head: Head) => ExplainingAnswerer;
  /** @throws PlatformError what is wrong with the request for this model, rows aside */
  readonly check?: (loaded: LoadedModel, head: Head) => void;
}

/**
 * Answers a request whose body is large, as any other: only that it is read elsewhere. It is read for the model that is
 * expected to answer, and once more where another one does.
 */
export async function answerLarge<Head>(
  finder: Pick<ServedModelFinder, 'loaded'>,
  asked: Omit<PredictionRequest, 'read'>,
  { read, answererFor, check }: LargeRequest<Head>,
): Promise<{ readonly head: Head; readonly answered: ExplainedAnswer }> {
  const expected = finder.loaded(asked.model, asked.version);
  const { head, reading } = await read(expected?.signature.inputs);
  const answered = await answererFor(head)({
    ...asked,
    read: (chosen) => {
      check?.(chosen, head);
      if (chosen === expected && reading) return readInputOf(reading);
      return read(chosen.signature.inputs).then(({ reading: again }) => {
        if (again) return readInputOf(again);
        throw new TypeError('What is read for a model has rows or faults.');
      });
    },
  });
  return { head, answered };
}
