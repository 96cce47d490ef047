import type { Admit } from '@millrace/platform';
import type { Answerer } from '../operations/answer-requests.js';
import type { ExplainingAnswerer } from '../operations/explain-answers.js';
import type { ServedModelFinder } from '../operations/find-served.js';
import type { ScoringThreads } from '../operations/scoring-threads.js';

/** What the routes of every protocol answer with. */
export interface AnsweringParts {
  readonly answer: Answerer;
  readonly finder: ServedModelFinder;
  /** Asked before a request is read; absent where anybody may ask as often as they like. */
  readonly admit: Admit | undefined;
}

export interface ExplainingParts extends AnsweringParts {
  readonly explain: ExplainingAnswerer;
  /** Read large bodies and write large answers. */
  readonly threads: ScoringThreads;
}
