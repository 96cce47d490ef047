import { openInferenceApi } from '@millrace/api';
import {
  PlatformError,
  route,
  type HttpReply,
  type HttpRequest,
  type RawReply,
  type Route,
} from '@millrace/platform';
import { inferAnswer } from '../domain/oip/infer-answer.js';
import { readInferBody } from '../domain/oip/infer-body.js';
import type { InferRequest } from '../domain/oip/infer-request.js';
import { checkOutputs, wantsExplanation } from '../domain/oip/output-tensors.js';
import { readTensors } from '../domain/oip/read-tensors.js';
import { versionChoiceOf } from '../domain/version-choice.js';
import type { Answer } from '../operations/answer.js';
import type { PredictionRequest } from '../operations/answer-requests.js';
import type { ExplainedAnswer } from '../operations/explain-answers.js';
import type { ExplainingParts } from './answering-parts.js';
import { deadlineOf } from './request-deadline.js';
import { mediaTypeOf } from './media-types.js';
import { parseJson, readBody } from './read-body.js';
import { routingKeyOf } from './routing-key.js';
import { tellInferenceError } from './tell-inference-error.js';

const lengthHeader = 'inference-header-content-length';

/** Inference for tensors, as JSON or with tensors in binary form behind it. */
export function inferRoutes({ answer, explain, finder, admit }: ExplainingParts): Route[] {
  const infer = async (asked: Omit<PredictionRequest, 'read'>, request: InferRequest) => {
    const answered: ExplainedAnswer = await (wantsExplanation(request) ? explain : answer)({
      ...asked,
      read: (model) => {
        checkOutputs(model, request);
        return readTensors(model.inputs, request.inputs);
      },
    });
    return inferAnswer(answered.loaded, answered, request);
  };

  const reply = async (
    http: Pick<HttpRequest, 'stream' | 'header' | 'hold' | 'signal'>,
    asked: Omit<PredictionRequest, 'read'>,
  ): Promise<HttpReply> => {
    const request = await readRequest(http);
    const { json, raw } = await infer({ ...asked, signal: http.signal }, request);
    if (raw === undefined) {
      return { status: 200, contentType: 'application/json', bytes: Buffer.from(json, 'utf8') };
    }
    const head = Buffer.from(json, 'utf8');
    return {
      status: 200,
      contentType: 'application/octet-stream',
      headers: { [lengthHeader]: String(head.length) },
      bytes: Buffer.concat([head, raw]),
    };
  };

  /** Plain JSON in and out. */
  const shortcut = (asked: Omit<PredictionRequest, 'read'>, body: Buffer) => {
    const expected = finder.loaded(asked.model, asked.version);
    const table = expected?.shortcut.readTensors(body);
    if (table) {
      // The traffic plan may choose another version, with inputs of its own.
      const read: PredictionRequest['read'] = (chosen) =>
        chosen === expected
          ? { table }
          : readTensors(chosen.inputs, readInferBody(parseJson(body)).inputs);
      return answer({ ...asked, read }).then(shortReply);
    }
    const json = jsonOrNothing(body);
    if (json === undefined) return undefined;
    const request = readInferBody(json);
    if (wantsRaw(request) || wantsExplanation(request)) return undefined;
    return infer(asked, request).then((answered) => ({
      status: 200,
      contentType: 'application/json',
      body: answered.json,
    }));
  };

  return [
    route(
      openInferenceApi.infer,
      ({ params, ...http }) =>
        reply(http, {
          model: params.name,
          routingKey: routingKeyOf(http.header),
          deadline: deadlineOf(http.header),
        }),
      {
        tellError: tellInferenceError,
        admit,
        shortcut: ({ params: [model = ''], body, header }) =>
          shortcut({ model, routingKey: routingKeyOf(header), deadline: deadlineOf(header) }, body),
      },
    ),
    route(
      openInferenceApi.inferVersion,
      ({ params, ...http }) =>
        reply(http, {
          model: params.name,
          version: versionChoiceOf(params.version),
          deadline: deadlineOf(http.header),
        }),
      {
        tellError: tellInferenceError,
        admit,
        shortcut: ({ params: [model = '', version = ''], body, header }) =>
          shortcut(
            { model, version: versionChoiceOf(version), deadline: deadlineOf(header) },
            body,
          ),
      },
    ),
  ];
}

function shortReply({ loaded, predictions }: Answer): RawReply {
  return {
    status: 200,
    contentType: 'application/json',
    body: loaded.shortcut.writeInference(predictions),
  };
}

function wantsRaw({ form, outputs }: InferRequest): boolean {
  return outputs === undefined ? form === 'raw' : outputs.some((output) => output.form === 'raw');
}

/** `undefined` for what is not JSON alone: it may have tensors in binary form behind it. */
function jsonOrNothing(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

async function readRequest(
  http: Pick<HttpRequest, 'stream' | 'header' | 'hold'>,
): Promise<InferRequest> {
  const media = mediaTypeOf(http);
  if (!['', 'application/json', 'application/octet-stream'].includes(media)) {
    const message = 'Send application/json, or application/octet-stream with binary tensors.';
    throw new PlatformError('unsupported_media_type', message);
  }
  const body = await readBody(http, openInferenceApi.maxInferBytes);
  const told = http.header(lengthHeader);
  if (told === undefined) return readInferBody(parseJson(body));
  const length = /^\d{1,15}$/.test(told) ? Number(told) : Number.NaN;
  if (!(length <= body.length)) {
    const message = `${lengthHeader} must be the length of the JSON part, within the body.`;
    throw new PlatformError('invalid_argument', message);
  }
  return readInferBody(parseJson(body.subarray(0, length)), body.subarray(length));
}
