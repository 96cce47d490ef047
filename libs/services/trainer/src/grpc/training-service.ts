import { trainingApi } from '@millrace/api';
import { TrainingServiceDefinition, TrainingStatus, type TrainingRun } from '@millrace/contracts';
import { PlatformError, rpcService, type RpcService } from '@millrace/platform';
import type { Trainer } from '../dependencies.js';
import { cancelTrainingRun } from '../operations/cancel-training-run.js';
import { getTrainingRun } from '../operations/get-training-run.js';
import { startTrainingRun } from '../operations/start-training-run.js';
import type { RunStatusName } from '../store/tables.js';
import type { TrainingRunRow } from '../store/training-runs.js';

const statuses: Readonly<Record<RunStatusName, TrainingStatus>> = {
  queued: TrainingStatus.TRAINING_STATUS_QUEUED,
  running: TrainingStatus.TRAINING_STATUS_RUNNING,
  succeeded: TrainingStatus.TRAINING_STATUS_SUCCEEDED,
  failed: TrainingStatus.TRAINING_STATUS_FAILED,
  cancelled: TrainingStatus.TRAINING_STATUS_CANCELLED,
};

export function trainingService(trainer: Trainer): RpcService {
  return rpcService(
    TrainingServiceDefinition,
    {
      startTrainingRun: async (request, { signal }) => {
        // The REST schema knows what a good request is; here it only comes in other clothes.
        const { candidates, leaveOut, ...rest } = request;
        const checked = trainingApi.startTrainingRunBody.safeParse({
          ...rest,
          ...(candidates.length > 0 && { candidates }),
          ...(leaveOut.length > 0 && { leaveOut }),
        });
        if (!checked.success) {
          throw new PlatformError('invalid_argument', 'The request cannot be accepted.', {
            faults: checked.error.issues.map(({ path, message }) => ({
              field: `/${path.join('/')}`,
              message,
            })),
          });
        }
        return startTrainingRun(trainer, checked.data, signal);
      },
      getTrainingRun: async ({ id }) => ({
        run: message((await getTrainingRun(trainer, id)).run),
      }),
      cancelTrainingRun: async ({ id }) => ({
        run: message((await cancelTrainingRun(trainer, id)).run),
      }),
    },
    { startTrainingRun: 'trainer', getTrainingRun: 'reader', cancelTrainingRun: 'trainer' },
  );
}

function message(run: TrainingRunRow): TrainingRun {
  return {
    id: run.id,
    status: statuses[run.status],
    dataset: run.dataset,
    version: run.version,
    metric: run.metric,
    task: run.task ?? undefined,
    positiveClass: run.options.positiveClass,
    best: run.best ?? undefined,
    modelVersion: run.model_version ?? undefined,
    reason: run.reason ?? undefined,
  };
}
