import { openInferenceApi } from '@millrace/api';
import {
  lengthOf,
  PlatformError,
  route,
  wholeOf,
  type HttpReply,
  type HttpRequest,
  type RawReply,
  type Route,
} from '@millrace/platform';
import { answeringModel } from '../domain/answering-model.js';
import {
  inferAnswer,
  inferAnswerBytes,
  type InferAnswerBytes,
} from '../domain/oip/infer-answer.js';
import { readInferBody } from '../domain/oip/infer-body.js';
import type { InferHead, InferRequest } from '../domain/oip/infer-request.js';
import { checkOutputs, wantsExplanation } from '../domain/oip/output-tensors.js';
import { readInferBytes } from '../domain/oip/read-infer-bytes.js';
import { readTensors } from '../domain/oip/read-tensors.js';
import { parseJson } from '../domain/parse-json.js';
import { versionChoiceOf } from '../domain/version-choice.js';
import { answerLarge } from '../operations/answer-large.js';
import type { Answer } from '../operations/answer.js';
import type { PredictionRequest } from '../operations/answer-requests.js';
import type { ExplainedAnswer, ExplainingAnswerer } from '../operations/explain-answers.js';
import type { ExplainingParts } from './answering-parts.js';
import { deadlineOf } from './request-deadline.js';
import { mediaTypeOf } from './media-types.js';
import { readPieces } from './read-body.js';
import { routingKeyOf } from './routing-key.js';
import { tellInferenceError } from './tell-inference-error.js';

const lengthHeader = 'inference-header-content-length';

type Asked = Omit<PredictionRequest, 'read'>;

/** Inference for tensors, as JSON or with tensors in binary form behind it. */
export function inferRoutes({ answer, explain, finder, admit, threads }: ExplainingParts): Route[] {
  const answererFor = (head: InferHead): ExplainingAnswerer =>
    wantsExplanation(head) ? explain : answer;
  const infer = (asked: Asked, request: InferRequest): Promise<ExplainedAnswer> =>
    answererFor(request)({
      ...asked,
      read: (model) => {
        checkOutputs(model, request);
        return readTensors(model.inputs, request.inputs);
      },
    });

  const write = (
    { loaded, predictions, explanation }: ExplainedAnswer,
    head: InferHead,
    asked: Asked,
  ): InferAnswerBytes | Promise<InferAnswerBytes> =>
    explanation === undefined && threads.writes(predictions)
      ? threads.run(
          { kind: 'write-infer', about: answeringModel(loaded), predictions, head },
          asked,
        )
      : inferAnswerBytes(loaded, { predictions, ...(explanation && { explanation }) }, head);

  /** What is read, and most often written, on other threads. */
  const inferLarge = async (
    asked: Asked,
    { pieces, jsonLength }: InferPieces,
  ): Promise<InferAnswerBytes> => {
    const { head, answered } = await answerLarge(finder, asked, {
      read: (inputs) => {
        const taskOf = (body: Uint8Array) =>
          ({ kind: 'read-infer', body, jsonLength, inputs }) as const;
        return threads.read(pieces, taskOf, asked);
      },
      answererFor,
      check: checkOutputs,
    });
    return write(answered, head, asked);
  };

  const inferBytes = async (asked: Asked, sent: InferPieces): Promise<InferAnswerBytes> => {
    const { pieces, jsonLength } = sent;
    if (lengthOf(pieces) >= threads.leastBodyBytes) return inferLarge(asked, sent);
    const { inputs, ...head } = readInferBytes({ body: wholeOf(pieces), jsonLength });
    return write(await infer(asked, { inputs, ...head }), head, asked);
  };

  const reply = async (
    http: Pick<HttpRequest, 'stream' | 'header' | 'hold' | 'signal'>,
    asked: Asked,
  ): Promise<HttpReply> => {
    const { json, raw } = await inferBytes({ ...asked, signal: http.signal }, await readSent(http));
    if (raw === undefined) return { status: 200, contentType: 'application/json', bytes: json };
    return {
      status: 200,
      contentType: 'application/octet-stream',
      headers: { [lengthHeader]: String(json.length) },
      bytes: Buffer.concat([json, raw]),
    };
  };

  /** Plain JSON in and out. */
  const shortcut = (asked: Asked, body: Buffer, header: HttpRequest['header']) => {
    if (header(lengthHeader) !== undefined) return undefined;
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
      body: inferAnswer(answered.loaded, answered, request).json,
    }));
  };

  const more = {
    tellError: tellInferenceError,
    admit,
    shortcutBytes: threads.leastBodyBytes - 1,
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
        ...more,
        shortcut: ({ params: [model = ''], body, header }) =>
          shortcut(
            { model, routingKey: routingKeyOf(header), deadline: deadlineOf(header) },
            body,
            header,
          ),
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
        ...more,
        shortcut: ({ params: [model = '', version = ''], body, header }) =>
          shortcut(
            { model, version: versionChoiceOf(version), deadline: deadlineOf(header) },
            body,
            header,
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

function wantsRaw({ form, outputs }: InferHead): boolean {
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

/** A body as it came, and the length of its JSON part where tensors in binary form are behind it. */
interface InferPieces {
  readonly pieces: readonly Uint8Array[];
  readonly jsonLength: number | undefined;
}

async function readSent(
  http: Pick<HttpRequest, 'stream' | 'header' | 'hold'>,
): Promise<InferPieces> {
  const media = mediaTypeOf(http);
  if (!['', 'application/json', 'application/octet-stream'].includes(media)) {
    const message = 'Send application/json, or application/octet-stream with binary tensors.';
    throw new PlatformError('unsupported_media_type', message);
  }
  const pieces = await readPieces(http, openInferenceApi.maxInferBytes);
  const told = http.header(lengthHeader);
  if (told === undefined) return { pieces, jsonLength: undefined };
  const jsonLength = /^\d{1,15}$/.test(told) ? Number(told) : Number.NaN;
  if (jsonLength <= lengthOf(pieces)) return { pieces, jsonLength };
  const message = `${lengthHeader} must be the length of the JSON part, within the body.`;
  throw new PlatformError('invalid_argument', message);
}
