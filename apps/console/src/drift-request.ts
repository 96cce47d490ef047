import type { JsonBodyOf, driftApi } from '@millrace/api';

export type DriftSubject = 'dataset' | 'model';
export type DriftRequest = JsonBodyOf<typeof driftApi.createDriftReport>;

export interface DriftChoice {
  readonly model?: string | undefined;
  readonly dataset?: string | undefined;
  readonly referenceVersion?: number | undefined;
  readonly currentVersion?: number | undefined;
}

/** The request for a report; undefined while the choice is not complete. */
export function driftRequest(subject: DriftSubject, choice: DriftChoice): DriftRequest | undefined {
  const { model, dataset, referenceVersion, currentVersion } = choice;
  const side = (version: number | undefined) =>
    dataset === undefined ? undefined : { dataset, ...(version === undefined ? {} : { version }) };
  if (subject === 'model') {
    const current = side(currentVersion);
    return model === undefined ? undefined : { model, ...(current ? { current } : {}) };
  }
  if (dataset === undefined) return undefined;
  return {
    dataset,
    ...(referenceVersion === undefined
      ? {}
      : { reference: { dataset, version: referenceVersion } }),
    ...(currentVersion === undefined ? {} : { current: { dataset, version: currentVersion } }),
  };
}
