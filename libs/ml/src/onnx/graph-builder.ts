import { ProtobufWriter } from './protobuf-writer.js';

/** Element types of ONNX (`TensorProto.DataType`). */
export const dataType = {
  uint8: 2,
  int64: 7,
  string: 8,
  bool: 9,
  double: 11,
} as const;
export type DataType = keyof typeof dataType;

export type Attribute =
  | { readonly int: number }
  | { readonly ints: readonly number[] }
  | { readonly strings: readonly string[] }
  | { readonly tensor: Tensor };

export interface Tensor {
  readonly type: DataType;
  readonly dims: readonly number[];
  readonly values: readonly number[] | readonly string[] | Float64Array | Uint8Array;
}

/** The value that an operator makes, by its name in the graph. */
export type Value = string;

const mlDomain = 'ai.onnx.ml';

/**
 * Builds an ONNX model (onnx.ai: IR version 10, operator set 18, ai.onnx.ml 5). Field numbers are those of onnx.proto.
 */
export class GraphBuilder {
  readonly #nodes: ProtobufWriter[] = [];
  readonly #constants: ProtobufWriter[] = [];
  readonly #inputs: ProtobufWriter[] = [];
  readonly #outputs: ProtobufWriter[] = [];
  #next = 0;

  /** An input of any shape. */
  input(name: string, type: DataType): Value {
    this.#inputs.push(valueInfo(name, type));
    return name;
  }

  output(name: string, type: DataType, value: Value): void {
    this.#nodes.push(node('Identity', [value], [name], {}, ''));
    this.#outputs.push(valueInfo(name, type));
  }

  constant(tensor: Tensor): Value {
    const name = this.#fresh();
    this.#constants.push(tensorProto(tensor).text(8, name));
    return name;
  }

  doubles(values: readonly number[] | Float64Array, dims: readonly number[]): Value {
    return this.constant({ type: 'double', dims, values });
  }

  ints(values: readonly number[]): Value {
    return this.constant({ type: 'int64', dims: [values.length], values });
  }

  /** An operator of one output. */
  add(
    operator: string,
    inputs: readonly Value[],
    attributes: Readonly<Record<string, Attribute>> = {},
  ): Value {
    const name = this.#fresh();
    this.#nodes.push(node(operator, inputs, [name], attributes, ''));
    return name;
  }

  /** The second output of an operator of two. */
  addForSecond(
    operator: string,
    inputs: readonly Value[],
    attributes: Readonly<Record<string, Attribute>>,
  ): Value {
    const name = this.#fresh();
    this.#nodes.push(node(operator, inputs, [this.#fresh(), name], attributes, ''));
    return name;
  }

  /** An operator of ai.onnx.ml. */
  addMl(
    operator: string,
    inputs: readonly Value[],
    attributes: Readonly<Record<string, Attribute>>,
  ): Value {
    const name = this.#fresh();
    this.#nodes.push(node(operator, inputs, [name], attributes, mlDomain));
    return name;
  }

  finish(name: string): Uint8Array {
    const graph = new ProtobufWriter();
    for (const each of this.#nodes) graph.message(1, each);
    graph.text(2, name);
    for (const each of this.#constants) graph.message(5, each);
    for (const each of this.#inputs) graph.message(11, each);
    for (const each of this.#outputs) graph.message(12, each);
    return new ProtobufWriter()
      .int(1, 10)
      .text(2, 'millrace')
      .message(7, graph)
      .message(8, new ProtobufWriter().text(1, '').int(2, 18))
      .message(8, new ProtobufWriter().text(1, mlDomain).int(2, 5))
      .finish();
  }

  #fresh(): string {
    // No input can have such a name: features are named by people, but not with this sign.
    return `\u0001${this.#next++}`;
  }
}

function valueInfo(name: string, type: DataType): ProtobufWriter {
  const tensorType = new ProtobufWriter().int(1, dataType[type]);
  return new ProtobufWriter().text(1, name).message(2, new ProtobufWriter().message(1, tensorType));
}

function node(
  operator: string,
  inputs: readonly Value[],
  outputs: readonly Value[],
  attributes: Readonly<Record<string, Attribute>>,
  domain: string,
): ProtobufWriter {
  const writer = new ProtobufWriter();
  for (const input of inputs) writer.text(1, input);
  for (const output of outputs) writer.text(2, output);
  writer.text(4, operator);
  for (const [name, attribute] of Object.entries(attributes)) {
    writer.message(5, attributeProto(name, attribute));
  }
  if (domain !== '') writer.text(7, domain);
  return writer;
}

function attributeProto(name: string, attribute: Attribute): ProtobufWriter {
  const writer = new ProtobufWriter().text(1, name);
  if ('int' in attribute) return writer.int(3, attribute.int).int(20, 2);
  if ('ints' in attribute) {
    // Not packed: the schema is of version 2, and some readers are strict.
    for (const value of attribute.ints) writer.int(8, value);
    return writer.int(20, 7);
  }
  if ('strings' in attribute) {
    for (const value of attribute.strings) writer.text(9, value);
    return writer.int(20, 8);
  }
  return writer.message(5, tensorProto(attribute.tensor)).int(20, 4);
}

function tensorProto({ type, dims, values }: Tensor): ProtobufWriter {
  const writer = new ProtobufWriter();
  for (const dim of dims) writer.int(1, dim);
  writer.int(2, dataType[type]);
  if (type === 'string') {
    for (const value of values) writer.text(6, String(value));
    return writer;
  }
  return writer.bytes(9, rawOf(type, values as readonly number[] | Float64Array | Uint8Array));
}

/** Little-endian, as `raw_data` wants it. */
function rawOf(type: DataType, values: ArrayLike<number>): Uint8Array {
  const numbers = Array.from(values);
  if (type === 'double') return new Uint8Array(Float64Array.from(numbers).buffer);
  if (type === 'int64') return new Uint8Array(BigInt64Array.from(numbers, BigInt).buffer);
  return Uint8Array.from(numbers);
}
