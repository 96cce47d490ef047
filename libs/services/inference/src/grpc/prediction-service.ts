import { PredictionServiceDefinition } from '@millrace/contracts';
import { rpcService, type Admit, type RpcService } from '@millrace/platform';
import { predictionBody } from '../domain/prediction-body.js';
import { readInstances } from '../domain/read-instances.js';
import type { Answerer } from '../operations/answer-requests.js';

export function predictionService(answer: Answerer, admit: Admit | undefined): RpcService {
  return rpcService(
    PredictionServiceDefinition,
    {
      predict: async ({ model, instances }, { deadline }) => {
        const { loaded, predictions } = await answer({
          model,
          deadline,
          read: ({ inputs }) => readInstances(inputs, instances),
        });
        const body = predictionBody(loaded, predictions);
        return {
          model: body.model,
          version: body.version,
          predictions: body.predictions.filter((each) => typeof each === 'string'),
          probabilities: (body.probabilities ?? []).map((byClass) => ({ byClass })),
          quantities: body.predictions.filter((each) => typeof each === 'number'),
        };
      },
    },
    { predict: 'reader' },
    { admit: { predict: admit } },
  );
}
