import type { VersionChoice } from '../domain/version-choice.js';
import type { ServedModelFinder } from './find-served.js';
import type { PredictionStatistics, VersionStatistics } from './prediction-statistics.js';
import type { ServingModels } from './serving-models.js';

/**
 * What versions have answered since the process began: of every model in service, of one, or of one version.
 * @throws PlatformError `not_found` for a model or version that is not served
 */
export type ReportStatistics = (
  model?: string,
  version?: VersionChoice,
) => Promise<VersionStatistics[]>;

export function statisticsReporter(
  statistics: PredictionStatistics,
  serving: ServingModels,
  finder: ServedModelFinder,
): ReportStatistics {
  return async (model, choice) => {
    if (model === undefined) return serving.list().flatMap((loaded) => statistics.of(loaded));
    const loaded = await finder.find(model, choice);
    const known = statistics.of(loaded);
    return choice === undefined ? known : known.filter(({ version }) => version === loaded.version);
  };
}
