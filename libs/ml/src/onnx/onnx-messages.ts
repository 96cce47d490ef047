import { ProtobufWriter, type LateBytes } from './protobuf-writer.js';

// Messages of onnx.proto (github.com/onnx/onnx, onnx/onnx.proto): the field numbers are its own.

/** Element types (`TensorProto.DataType`). */
const dataTypes = { uint8: 2, int64: 7, string: 8, bool: 9, double: 11 } as const;
export type DataType = keyof typeof dataTypes;

/** Kinds of attributes (`AttributeProto.AttributeType`). */
const attributeTypes = { int: 2, tensor: 4, graph: 5, ints: 7, strings: 8 } as const;

/** The field of an attribute that each of its whole numbers is. */
export const intsField = 8;

export type Attribute =
  | { readonly int: number }
  | { readonly ints: readonly number[] }
  /** Fields of the number `intsField`. */
  | { readonly lateInts: LateBytes }
  | { readonly strings: readonly string[] }
  | { readonly tensor: Tensor }
  | { readonly graph: ProtobufWriter };

export type Attributes = Readonly<Record<string, Attribute>>;

export type Tensor =
  | {
      readonly type: Exclude<DataType, 'string'>;
      readonly dims: readonly number[];
      /** Numbers, or as `raw_data` wants them. */
      readonly values: ArrayLike<number> | LateBytes;
    }
  | {
      readonly type: 'string';
      readonly dims: readonly number[];
      readonly values: readonly string[];
    };

/** An attribute that names an element type. */
export function typeAttribute(type: DataType): Attribute {
  return { int: dataTypes[type] };
}

/** Sizes of the dimensions of a value; a text names one that is not known beforehand. */
export type Shape = readonly (number | string)[];

/** Name, element type and shape of an input or output. */
export function valueInfo(name: string, type: DataType, shape: Shape): ProtobufWriter {
  const dims = new ProtobufWriter();
  for (const size of shape) {
    const dim = new ProtobufWriter();
    dims.message(1, typeof size === 'number' ? dim.int(1, size) : dim.text(2, size));
  }
  const tensorType = new ProtobufWriter().int(1, dataTypes[type]).message(2, dims);
  return new ProtobufWriter().text(1, name).message(2, new ProtobufWriter().message(1, tensorType));
}

export interface OperatorCall {
  readonly operator: string;
  /** The operator set it belongs to; '' is that of ai.onnx. */
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Attributes;
}

export function nodeProto(call: OperatorCall): ProtobufWriter {
  const writer = new ProtobufWriter();
  for (const input of call.inputs) writer.text(1, input);
  for (const output of call.outputs) writer.text(2, output);
  writer.text(4, call.operator);
  for (const [name, attribute] of Object.entries(call.attributes)) {
    writer.message(5, attributeProto(name, attribute));
  }
  if (call.domain !== '') writer.text(7, call.domain);
  return writer;
}

function attributeProto(name: string, attribute: Attribute): ProtobufWriter {
  const writer = new ProtobufWriter().text(1, name);
  if ('int' in attribute) return writer.int(3, attribute.int).int(20, attributeTypes.int);
  if ('ints' in attribute) {
    // Not packed: the schema is of version 2 of the language, and some readers are strict.
    for (const value of attribute.ints) writer.int(intsField, value);
    return writer.int(20, attributeTypes.ints);
  }
  if ('lateInts' in attribute) {
    return writer.fields(attribute.lateInts).int(20, attributeTypes.ints);
  }
  if ('strings' in attribute) {
    for (const value of attribute.strings) writer.text(9, value);
    return writer.int(20, attributeTypes.strings);
  }
  if ('graph' in attribute) {
    return writer.message(6, attribute.graph).int(20, attributeTypes.graph);
  }
  return writer.message(5, tensorProto(attribute.tensor)).int(20, attributeTypes.tensor);
}

export function tensorProto(tensor: Tensor): ProtobufWriter {
  const writer = new ProtobufWriter();
  for (const dim of tensor.dims) writer.int(1, dim);
  writer.int(2, dataTypes[tensor.type]);
  if (tensor.type !== 'string') {
    const { type, values } = tensor;
    return writer.bytes(9, 'place' in values ? values : rawOf(type, values));
  }
  for (const value of tensor.values) writer.text(6, value);
  return writer;
}

/** As `raw_data` wants it: fixed width, little-endian. */
function rawOf(type: Exclude<DataType, 'string'>, values: ArrayLike<number>): Uint8Array {
  if (type === 'double') {
    const { buffer, byteOffset, byteLength } =
      values instanceof Float64Array ? values : Float64Array.from(values);
    return new Uint8Array(buffer, byteOffset, byteLength);
  }
  if (type === 'int64') {
    return new Uint8Array(BigInt64Array.from(Array.from(values), BigInt).buffer);
  }
  return Uint8Array.from(values);
}
