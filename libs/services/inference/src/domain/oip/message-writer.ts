import type { Predictions } from '@millrace/ml';
import type { AnsweringModel } from '../answering-model.js';
import type { OutputForm } from './infer-request.js';
import { tagOf } from './message-bytes.js';
import { rawBytesOf } from './raw-elements.js';
import { labelOutput, predictionOutput, probabilitiesOutput } from './output-tensors.js';

/**
 * Writes the bytes of the `ModelInferResponse` that `inferMessage` makes for a request of all outputs, with what never
 * changes encoded once.
 */
export type MessageWriter = (predictions: Predictions, form: OutputForm, id: string) => Uint8Array;

const answer = {
  model: tagOf(1),
  version: tagOf(2),
  id: tagOf(3),
  outputs: tagOf(5),
  raw: tagOf(6),
};
const tensor = { name: tagOf(1), datatype: tagOf(2), shape: tagOf(3), contents: tagOf(5) };
const contents = { doubles: tagOf(7), texts: tagOf(8) };

/** What an output says, in one of the forms: its length in bytes, and how it is put down. */
interface Elements {
  readonly shape: readonly number[];
  readonly length: number;
  write(to: Buffer, at: number): number;
}

export function messageWriter({
  model,
  version,
  signature: { classes },
}: AnsweringModel): MessageWriter {
  const head = Buffer.concat([text(answer.model, model), text(answer.version, String(version))]);
  const label = tensorHead(labelOutput, 'BYTES');
  const probabilities = tensorHead(probabilitiesOutput, 'FP64');
  const prediction = tensorHead(predictionOutput, 'FP64');
  const labels = {
    plain: classes.map((name) => text(contents.texts, name)),
    raw: classes.map((name) => rawBytesOf([name])),
  };

  return (predictions, form, id) => {
    const parts =
      predictions.kind === 'quantities'
        ? [{ head: prediction, ...doubles(predictions.values, [predictions.values.length], form) }]
        : [
            { head: label, ...texts(labels[form], predictions.classes) },
            {
              head: probabilities,
              ...doubles(
                predictions.probabilities,
                [predictions.classes.length, classes.length],
                form,
              ),
            },
          ];
    const idField = id === '' ? undefined : text(answer.id, id);
    const tensors = parts.map(({ head: start, shape, length }) => {
      const shapeLength = shape.reduce((sum, dimension) => sum + varintLength(dimension), 0);
      const fields = start.length + fieldLength(shapeLength);
      return { shapeLength, length: form === 'raw' ? fields : fields + fieldLength(length) };
    });
    let size = head.length + (idField?.length ?? 0);
    parts.forEach(({ length }, index) => {
      size += fieldLength(tensors[index]?.length ?? 0);
      if (form === 'raw') size += fieldLength(length);
    });

    const to = Buffer.allocUnsafe(size);
    let at = put(to, 0, head);
    if (idField) at = put(to, at, idField);
    parts.forEach((part, index) => {
      const { shapeLength = 0, length = 0 } = tensors[index] ?? {};
      at = startField(to, at, answer.outputs, length);
      at = put(to, at, part.head);
      at = startField(to, at, tensor.shape, shapeLength);
      for (const dimension of part.shape) at = putVarint(to, at, dimension);
      if (form === 'raw') return;
      at = part.write(to, startField(to, at, tensor.contents, part.length));
    });
    if (form === 'raw') {
      for (const part of parts) at = part.write(to, startField(to, at, answer.raw, part.length));
    }
    return to;
  };
}

function tensorHead(name: string, datatype: string): Buffer {
  return Buffer.concat([text(tensor.name, name), text(tensor.datatype, datatype)]);
}

/** The label of each row, of those that are encoded already. */
function texts(encoded: readonly Uint8Array[], classes: Int32Array): Elements {
  let length = 0;
  for (const code of classes) length += encoded[code]?.length ?? 0;
  return {
    shape: [classes.length],
    length,
    write(to, at) {
      for (const code of classes) {
        const label = encoded[code];
        if (label) at = put(to, at, label);
      }
      return at;
    },
  };
}

function doubles(values: Float64Array, shape: readonly number[], form: OutputForm): Elements {
  const bytes = values.length * 8;
  return {
    shape,
    length: form === 'raw' ? bytes : fieldLength(bytes),
    write(to, at) {
      if (form === 'plain') at = startField(to, at, contents.doubles, bytes);
      for (const value of values) at = to.writeDoubleLE(value, at);
      return at;
    },
  };
}

/** A field of text: its tag, its length and its bytes. */
function text(tag: number, value: string): Buffer {
  const bytes = Buffer.from(value, 'utf8');
  const field = Buffer.allocUnsafe(fieldLength(bytes.length));
  put(field, startField(field, 0, tag, bytes.length), bytes);
  return field;
}

function fieldLength(length: number): number {
  return 1 + varintLength(length) + length;
}

function startField(to: Buffer, at: number, tag: number, length: number): number {
  to[at] = tag;
  return putVarint(to, at + 1, length);
}

function put(to: Buffer, at: number, bytes: Uint8Array): number {
  to.set(bytes, at);
  return at + bytes.length;
}

function varintLength(value: number): number {
  let length = 1;
  for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) length++;
  return length;
}

function putVarint(to: Buffer, at: number, value: number): number {
  let rest = value;
  while (rest >= 0x80) {
    to[at++] = (rest % 0x80) | 0x80;
    rest = Math.floor(rest / 0x80);
  }
  to[at++] = rest;
  return at;
}
