import { PlatformError, type Metrics } from '@millrace/platform';
import type { LoadedModel } from '../domain/loaded-model.js';
import type { ReadInput } from '../domain/read-input.js';
import type { VersionChoice } from '../domain/version-choice.js';
import type { Admission } from './admission.js';
import { answer, type Answer } from './answer.js';
import type { InferenceContext } from './context.js';
import type { ServedModelFinder } from './find-served.js';
import { PredictionMeter } from './prediction-meter.js';
import type { PredictionStatistics } from './prediction-statistics.js';
import type { Shadow } from './shadow.js';
import type { TrafficDirector } from './traffic-director.js';
import type { VersionWatch } from './version-watch.js';

/** A request in any protocol. */
export interface PredictionRequest {
  readonly model: string;
  /** Whichever the traffic plan says where it is left out: the champion, most often. */
  readonly version?: VersionChoice | undefined;
  /** Found for an earlier part of the same stream, and answers though another version may have taken its place. */
  readonly pinned?: LoadedModel;
  /** Requests with the same key go to the same version as long as the traffic plan lasts. */
  readonly routingKey?: string | undefined;
  /** When the client stops waiting, in milliseconds of `performance.now()`: past it nothing is computed. */
  readonly deadline?: number | undefined;
  /** Aborts when nobody waits for the answer any more. */
  readonly signal?: AbortSignal;
  /** Whether it has aborted, where it is made only for a request that has to wait. */
  readonly cancelled?: boolean;
  /**
   * Reads the request against the model that was found. What it throws is an answer too: `invalid_argument` for a
   * request that is not of its protocol.
   */
  readonly read: (loaded: LoadedModel) => ReadInput | Promise<ReadInput>;
}

/**
 * What every protocol does between decoding a request and encoding its answer: find the model, read the rows, answer,
 * log, count and time.
 * @throws PlatformError `not_found` for a model nobody serves; `invalid_argument`, with a fault a field, for rows that do
 * not fit its signature; `unavailable` while the model cannot be loaded, the journal cannot be written or too
 * much is to be answered; `deadline_exceeded` past the deadline
 */
export type Answerer = (request: PredictionRequest) => Promise<Answer>;

export interface AnswererParts {
  readonly metrics: Metrics;
  readonly admission: Admission;
  readonly statistics: PredictionStatistics;
  readonly director: TrafficDirector;
  readonly watch: VersionWatch;
  readonly shadow: Shadow;
}

export function answerer(
  context: InferenceContext,
  finder: ServedModelFinder,
  { metrics, admission, statistics, director, watch, shadow }: AnswererParts,
): Answerer {
  const meter = new PredictionMeter(metrics);

  /** What has been let in: counted until it leaves. */
  function read(begun: Begun, loaded: LoadedModel): ReadInput | Promise<ReadInput> {
    const { request } = begun;
    const found = performance.now();
    begun.entered = true;
    begun.found = found;
    loaded.usage.begin(found);
    if (request.cancelled ?? request.signal?.aborted) throw gone();
    if (request.deadline !== undefined && request.deadline <= found) throw admission.refuseLate();
    return request.read(loaded);
  }

  function score(begun: Begun, loaded: LoadedModel, input: ReadInput): Promise<Answer> {
    const table = tableOf(loaded, input);
    begun.taken = performance.now();
    return answer(context, loaded, table, begun.request);
  }

  function succeed(begun: Begun, answered: Answer): Answer {
    const { start, found, taken } = begun;
    const { loaded, table, predictions } = answered;
    const end = performance.now();
    leave(begun);
    statistics.answered(loaded, {
      at: context.clock.now(),
      rows: table.rows,
      queueMs: found - start,
      inputMs: taken - found,
      inferMs: end - taken,
    });
    meter.answered(loaded, table.rows, { queueMs: found - start, computeMs: end - found });
    watch.answered(loaded, end - start, predictions);
    if (begun.request.version === undefined) shadow.look(answered);
    return answered;
  }

  /** @throws `caught`, once it is counted */
  function fail(begun: Begun, caught: unknown): never {
    const { loaded, entered } = begun;
    const spent = performance.now() - begun.start;
    const { code } = PlatformError.from(caught);
    meter.failed(loaded, code, spent);
    if (loaded) {
      statistics.failed(loaded, spent);
      // What did not get as far as the version does not speak against it.
      if (entered && ourFaults.has(code)) watch.failed(loaded);
    }
    leave(begun);
    throw caught;
  }

  function leave({ entered, loaded }: Begun): void {
    if (!entered) return;
    admission.leave();
    loaded?.usage.end();
  }

  /** What has to wait for a model, for its turn or for its rows. */
  async function answerLater(
    begun: Begun,
    version: VersionChoice | undefined,
    reading: Promise<ReadInput> | undefined,
  ): Promise<Answer> {
    const { model, pinned, deadline, signal } = begun.request;
    const loaded = (begun.loaded ??= await finder.find(model, version, deadline));
    let input: ReadInput | Promise<ReadInput> | undefined = reading;
    if (input === undefined) {
      if (!admission.tryEnter()) {
        await admission.enter({ signal, begun: pinned !== undefined }, deadline);
      }
      input = read(begun, loaded);
    }
    return score(begun, loaded, await input);
  }

  return (request) => {
    const { model, version: named, routingKey, pinned } = request;
    const start = performance.now();
    const begun: Begun = {
      request,
      start,
      loaded: pinned,
      entered: false,
      found: start,
      taken: start,
    };
    let answering: Promise<Answer>;
    try {
      const version = named ?? (pinned ? undefined : director.choose(model, routingKey));
      const loaded = (begun.loaded ??= finder.loaded(model, version));
      // What can be answered at once is: an `await` on its way costs more than a small model.
      if (loaded === undefined || !admission.tryEnter()) {
        answering = answerLater(begun, version, undefined);
      } else {
        const input = read(begun, loaded);
        answering =
          input instanceof Promise
            ? answerLater(begun, version, input)
            : score(begun, loaded, input);
      }
    } catch (caught) {
      answering = Promise.reject(caught as Error);
    }
    return answering.then(
      (answered) => succeed(begun, answered),
      (caught: unknown) => fail(begun, caught),
    );
  };
}

/** What is known of a request that is being answered. */
interface Begun {
  readonly request: PredictionRequest;
  /** When it came, in milliseconds of `performance.now()`. */
  readonly start: number;
  loaded: LoadedModel | undefined;
  /** Whether it was let in. */
  entered: boolean;
  /** When that was. */
  found: number;
  /** When its rows were read. */
  taken: number;
}

/** What speaks against a version; all else is the client's doing, or nobody's. */
const ourFaults: ReadonlySet<PlatformError['code']> = new Set([
  'internal',
  'corrupt',
  'unavailable',
]);

function gone(): PlatformError {
  return new PlatformError('cancelled', 'The client did not wait for the answer.');
}

function tableOf({ model, version }: LoadedModel, read: ReadInput) {
  if ('table' in read) return read.table;
  const message = `The input does not fit the signature of ${model} version ${version}.`;
  throw new PlatformError('invalid_argument', message, { faults: read.faults });
}
