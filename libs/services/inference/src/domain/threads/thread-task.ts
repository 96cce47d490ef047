import { runScoringTask, type ModelInput, type Predictions, type ScoringTask } from '@millrace/ml';
import type { AnsweringModel } from '../answering-model.js';
import { inferAnswerBytes, type InferAnswerBytes } from '../oip/infer-answer.js';
import type { InferHead } from '../oip/infer-request.js';
import { readInferRows } from '../oip/read-infer-bytes.js';
import { predictionWriter } from '../prediction-writer.js';
import {
  readScoringBody,
  type ScoringHead,
  type ScoringMedia,
} from '../scoring/scoring-request.js';
import { scoringAnswer, type ScoringMethod } from '../scoring/scoring-answer.js';
import { readNamedBody, type NamedHead } from '../read-named-body.js';
import type { BodyReading } from '../reading.js';

/** Work on large requests that a thread does beside the event loop: plain data. */
export type ThreadTask =
  | ({ readonly kind: 'score' } & ScoringTask)
  | {
      readonly kind: 'read-infer';
      readonly body: Uint8Array;
      readonly jsonLength: number | undefined;
      readonly inputs: readonly ModelInput[] | undefined;
    }
  | {
      readonly kind: 'read-named';
      readonly body: Uint8Array;
      readonly inputs: readonly ModelInput[] | undefined;
    }
  | {
      readonly kind: 'read-scoring';
      readonly body: Uint8Array;
      readonly media: ScoringMedia;
      readonly inputs: readonly ModelInput[] | undefined;
    }
  | {
      readonly kind: 'write-infer';
      readonly about: AnsweringModel;
      readonly predictions: Predictions;
      readonly head: InferHead;
    }
  | {
      readonly kind: 'write-named';
      readonly about: AnsweringModel;
      readonly predictions: Predictions;
    }
  | {
      readonly kind: 'write-scoring';
      readonly about: AnsweringModel;
      readonly predictions: Predictions;
      readonly method: ScoringMethod;
    };

interface Outcomes {
  /** The answers are in the memory that the task brings. */
  readonly score: undefined;
  readonly 'read-infer': BodyReading<InferHead>;
  readonly 'read-named': BodyReading<NamedHead>;
  readonly 'read-scoring': BodyReading<ScoringHead>;
  readonly 'write-infer': InferAnswerBytes;
  readonly 'write-named': Uint8Array;
  readonly 'write-scoring': Uint8Array;
}

export type ThreadOutcome<Task extends ThreadTask = ThreadTask> = Outcomes[Task['kind']];

/** @throws PlatformError `invalid_argument` for a body that is not of its protocol */
export function runThreadTask(task: ThreadTask): ThreadOutcome {
  switch (task.kind) {
    case 'score':
      runScoringTask(task);
      return undefined;
    case 'read-infer':
      return readInferRows({ body: bufferOf(task.body), jsonLength: task.jsonLength }, task.inputs);
    case 'read-named':
      return readNamedBody(bufferOf(task.body), task.inputs);
    case 'read-scoring':
      return readScoringBody({ body: bufferOf(task.body), media: task.media }, task.inputs);
    case 'write-infer':
      return inferAnswerBytes(task.about, { predictions: task.predictions }, task.head);
    case 'write-named':
      return Buffer.from(predictionWriter(task.about)(task.predictions), 'utf8');
    case 'write-scoring': {
      const answer = scoringAnswer(task.about, { predictions: task.predictions }, task.method);
      return Buffer.from(JSON.stringify(answer), 'utf8');
    }
  }
}

/** What of an outcome goes to the asking thread without being copied. */
export function memoryOf(outcome: ThreadOutcome): ArrayBuffer[] {
  const parts: (Uint8Array | undefined)[] = [];
  if (outcome instanceof Uint8Array) parts.push(outcome);
  else if (outcome && 'json' in outcome) parts.push(outcome.json, outcome.raw);
  // Short texts lie in memory that they share with others.
  return parts.flatMap((part) =>
    part?.buffer instanceof ArrayBuffer && part.byteLength === part.buffer.byteLength
      ? [part.buffer]
      : [],
  );
}

function bufferOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
