import { schemaOf, type ServiceModule } from '@millrace/platform';
import { defaultPolicy, type Trainer, type TrainerDependencies } from './dependencies.js';
import { trainingSubscriptions } from './events/subscriptions.js';
import { trainingService } from './grpc/training-service.js';
import { trainingRoutes } from './http/routes.js';
import { runTrainingWorker } from './operations/run-training-worker.js';
import { RunSignals } from './run-signals.js';
import { migrations } from './store/migrations.js';
import type { TrainerDatabase } from './store/tables.js';
import { trainerMetrics } from './trainer-metrics.js';

const name = 'trainer';

/** The service that turns dataset versions into registered models. */
export function createTrainerService(dependencies: TrainerDependencies): ServiceModule {
  const trainer: Trainer = {
    ...dependencies,
    policy: { ...defaultPolicy, ...dependencies.policy },
    db: dependencies.database.schema<TrainerDatabase>(schemaOf(name)),
    signals: new RunSignals(),
    metrics: trainerMetrics(dependencies.metrics),
  };
  return {
    name,
    migrations,
    routes: trainingRoutes(trainer),
    rpc: [trainingService(trainer)],
    subscriptions: trainingSubscriptions(trainer),
    tasks: [{ name: 'training-worker', run: (signal) => runTrainingWorker(trainer, signal) }],
    close: () => trainer.pool.close(),
  };
}
