import { GRPCInferenceServiceDefinition, type ModelStatistics } from '@millrace/contracts';
import {
  PlatformError,
  rpcService,
  type Admit,
  type RpcService,
  type RpcShortcut,
} from '@millrace/platform';
import type { LoadedModel } from '../domain/loaded-model.js';
import { inferMessage, readInferMessage } from '../domain/oip/infer-message.js';
import { readMessageHead } from '../domain/oip/message-reader.js';
import { modelMetadata, type TensorMetadata } from '../domain/oip/model-metadata.js';
import { checkOutputs, wantsExplanation } from '../domain/oip/output-tensors.js';
import { readTensors } from '../domain/oip/read-tensors.js';
import { serverMetadata } from '../domain/oip/server-metadata.js';
import { versionChoiceOf, type VersionChoice } from '../domain/version-choice.js';
import type { Answerer } from '../operations/answer-requests.js';
import type { ExplainedAnswer, ExplainingAnswerer } from '../operations/explain-answers.js';
import type { ServedModelFinder } from '../operations/find-served.js';
import { isThere } from '../operations/is-there.js';
import type { ModelRepository } from '../operations/model-repository.js';
import type { Spent, VersionStatistics } from '../operations/prediction-statistics.js';
import type { ReportStatistics } from '../operations/report-statistics.js';

export interface OpenInferenceParts {
  readonly answer: Answerer;
  readonly admit: Admit | undefined;
  readonly explain: ExplainingAnswerer;
  readonly finder: ServedModelFinder;
  readonly repository: ModelRepository;
  readonly statistics: ReportStatistics;
  /** Rejects while the service cannot answer. */
  readonly ready: () => Promise<void>;
}

/** The Open Inference Protocol over gRPC. */
export function openInferenceService({
  answer,
  admit,
  explain,
  finder,
  repository,
  statistics,
  ready,
}: OpenInferenceParts): RpcService {
  return rpcService(
    GRPCInferenceServiceDefinition,
    {
      serverLive: () => Promise.resolve({ live: true }),
      serverReady: async () => ({ ready: await isThere(ready()) }),
      modelReady: async ({ name, version }) => ({
        ready: await isThere(finder.find(name, choiceOf(version))),
      }),
      serverMetadata: () =>
        Promise.resolve({ ...serverMetadata, extensions: [...serverMetadata.extensions] }),
      modelMetadata: async ({ name, version }) => {
        const metadata = modelMetadata(await finder.find(name, choiceOf(version)));
        return {
          name: metadata.name,
          versions: [...metadata.versions],
          platform: metadata.platform,
          inputs: metadata.inputs.map(tensorMetadata),
          outputs: metadata.outputs.map(tensorMetadata),
        };
      },
      modelInfer: async (message, context) => {
        const request = readInferMessage(message);
        const answered: ExplainedAnswer = await (wantsExplanation(request) ? explain : answer)({
          model: message.modelName,
          version: choiceOf(message.modelVersion),
          signal: context.signal,
          deadline: context.deadline,
          read: (model) => {
            checkOutputs(model, request);
            return readTensors(model.inputs, request.inputs);
          },
        });
        return inferMessage(answered.loaded, answered, request);
      },
      modelStatistics: async ({ name, version }) => ({
        modelStats: (await statistics(name === '' ? undefined : name, choiceOf(version))).map(
          statisticsMessage,
        ),
      }),
      repositoryIndex: async ({ ready: readyOnly }) => ({
        models: (await repository.index())
          .filter(({ state }) => !readyOnly || state === 'READY')
          .map((entry) => ({ ...entry, version: String(entry.version) })),
      }),
      repositoryModelLoad: async ({ modelName, parameters }) => {
        if (Object.keys(parameters).length > 0) {
          const message = 'A model is loaded as it was registered: send no parameters.';
          throw new PlatformError('invalid_argument', message);
        }
        await repository.load(modelName);
        return {};
      },
      repositoryModelUnload: ({ modelName }) => {
        repository.unload(modelName);
        return Promise.resolve({});
      },
    },
    {
      serverLive: 'public',
      serverReady: 'public',
      modelReady: 'reader',
      serverMetadata: 'reader',
      modelMetadata: 'reader',
      modelInfer: 'reader',
      modelStatistics: 'reader',
      repositoryIndex: 'reader',
      repositoryModelLoad: 'deployer',
      repositoryModelUnload: 'deployer',
    },
    { admit: { modelInfer: admit }, shortcuts: { modelInfer: inferShortcut({ answer, finder }) } },
  );
}

const { requestType: inferRequest } = GRPCInferenceServiceDefinition.methods.modelInfer;

/** Requests of tensors alone for a model that is loaded, from bytes to bytes. */
function inferShortcut({
  answer,
  finder,
}: Pick<OpenInferenceParts, 'answer' | 'finder'>): RpcShortcut {
  return (bytes, context) => {
    const head = readMessageHead(bytes);
    if (!head) return undefined;
    const { model, id, tensorsAt } = head;
    const version = choiceOf(head.version);
    const expected = finder.loaded(model, version);
    const rows = expected?.shortcut.readMessage(bytes, tensorsAt);
    if (!rows) return undefined;
    const { table, form } = rows;
    // The traffic plan may choose another version, with inputs of its own.
    const read = (chosen: LoadedModel) =>
      chosen === expected
        ? { table }
        : readTensors(chosen.inputs, readInferMessage(inferRequest.decode(bytes)).inputs);
    return answer({
      model,
      version,
      get signal() {
        return context.signal;
      },
      cancelled: context.cancelled,
      deadline: context.deadline,
      read,
    }).then(({ loaded, predictions }) => loaded.shortcut.writeMessage(predictions, form, id));
  };
}

function choiceOf(version: string): VersionChoice | undefined {
  return version === '' ? undefined : versionChoiceOf(version);
}

function tensorMetadata({ name, datatype, shape }: TensorMetadata) {
  return { name, datatype, shape: shape.map(BigInt) };
}

function statisticsMessage(of: VersionStatistics): ModelStatistics {
  return {
    name: of.model,
    version: String(of.version),
    lastInference: BigInt(of.lastAnswerAt?.getTime() ?? 0),
    inferenceCount: BigInt(of.rows),
    executionCount: BigInt(of.success.count),
    inferenceStats: {
      success: durationOf(of.success),
      fail: durationOf(of.fail),
      queue: durationOf(of.queue),
      computeInput: durationOf(of.input),
      computeInfer: durationOf(of.infer),
      computeOutput: undefined,
    },
  };
}

function durationOf({ count, ms }: Spent) {
  return { count: BigInt(count), ns: BigInt(Math.round(ms * 1e6)) };
}
