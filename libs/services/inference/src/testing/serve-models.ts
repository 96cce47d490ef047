import {
  openInference,
  type InferenceFixture,
  type InferenceProcess,
} from './inference-fixture.js';
import { serveOverHttp, type ServedOverHttp } from './serve-over-http.js';
import { modelThatAnswers, modelThatSums } from './test-registry.js';

/** A process behind a real server, and its surroundings. */
export interface ServedModels {
  readonly inference: InferenceFixture;
  readonly process: InferenceProcess;
  readonly http: ServedOverHttp;
  close(): Promise<void>;
}

/** A process whose champions are `sums`, a regression of numbers, and `prices`, which answers every row with `low`. */
export async function serveModels(): Promise<ServedModels> {
  const inference = await openInference();
  const { registry } = inference;
  const process = await inference.process();
  const http = await serveOverHttp(process);
  registry.promote('sums', await registry.add('sums', modelThatSums()));
  registry.promote('prices', await registry.add('prices', modelThatAnswers('low')));
  return {
    inference,
    process,
    http,
    async close() {
      await http.close();
      await process.abandon();
      await inference.close();
    },
  };
}
