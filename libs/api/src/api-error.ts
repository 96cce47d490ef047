import type { Problem } from './shapes.js';

/** A request that was refused or did not arrive; its message is one line for a person. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  /** HTTP status; 0 when there was no answer. */
  readonly status: number;
  readonly problem: Problem;

  constructor(problem: Problem, options?: { readonly cause: unknown }) {
    super(problem.detail || problem.title, options);
    this.status = problem.status;
    this.problem = problem;
  }

  /** The faults as lines such as `radius: must be a number` or `line 7: 3 fields instead of 4`. */
  get faults(): readonly string[] {
    return (this.problem.errors ?? []).map(({ field, line, message }) => {
      const place = [line === undefined ? undefined : `line ${line}`, field].filter(Boolean);
      return place.length === 0 ? message : `${place.join(', ')}: ${message}`;
    });
  }
}
