import { PredictionServiceDefinition } from '@millrace/contracts';
import { rpcService, type RpcService } from '@millrace/platform';
import type { Answerer } from '../operations/observe-predictions.js';

export function predictionService(answer: Answerer): RpcService {
  return rpcService(
    PredictionServiceDefinition,
    {
      predict: async ({ model, instances }) => {
        const { version, predictions, probabilities } = await answer(model, () => instances);
        return {
          model,
          version,
          predictions: [...predictions],
          probabilities: probabilities.map((byClass) => ({ byClass: { ...byClass } })),
        };
      },
    },
    { predict: 'reader' },
  );
}
