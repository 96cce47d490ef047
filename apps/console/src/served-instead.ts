import type { ServedModelBody } from '@millrace/api';

type Served = Pick<ServedModelBody, 'model' | 'version'>;

/** The version that answers for a model in the place of its champion; undefined where the champion itself does, or none. */
export function servedInstead(
  served: readonly Served[],
  model: string,
  champion: number | undefined,
): number | undefined {
  const versions = served.flatMap((each) => (each.model === model ? [each.version] : []));
  return champion === undefined || versions.includes(champion) ? undefined : versions[0];
}
