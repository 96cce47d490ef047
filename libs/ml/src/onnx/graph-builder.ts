import {
  nodeProto,
  tensorProto,
  typeAttribute,
  valueInfo,
  type Attributes,
  type DataType,
  type Shape,
  type Tensor,
} from './onnx-messages.js';
import { ProtobufWriter } from './protobuf-writer.js';

/** The value that an operator makes, by its name in the graph. */
export type Value = string;

const mlDomain = 'ai.onnx.ml';
const versions = { format: 10, operators: 18, mlOperators: 5 };

/** What operators and constants may have together: no message of Protocol Buffers has more than 2 GiB. */
export const mostBytes = 2 ** 31 - 2 ** 20;

/** Builds an ONNX model: IR version 10, operator set 18, ai.onnx.ml 5. */
export class GraphBuilder {
  readonly #nodes: ProtobufWriter[] = [];
  readonly #constants: ProtobufWriter[] = [];
  readonly #inputs: ProtobufWriter[] = [];
  readonly #outputs: ProtobufWriter[] = [];
  readonly #names: NameSource;

  /** @param taken names of inputs and outputs: nothing else gets them */
  constructor(taken: Iterable<string> | NameSource) {
    this.#names = taken instanceof NameSource ? taken : new NameSource(taken);
  }

  input(name: string, type: DataType, shape: Shape): Value {
    this.#inputs.push(valueInfo(name, type, shape));
    return name;
  }

  output(name: string, type: DataType, shape: Shape, value: Value): void {
    this.#call('Identity', [value], [name], {}, '');
    this.#outputs.push(valueInfo(name, type, shape));
  }

  constant(tensor: Tensor): Value {
    const name = this.#names.next('constant');
    this.#constants.push(tensorProto(tensor).text(8, name));
    return name;
  }

  doubles(values: ArrayLike<number>, dims: readonly number[]): Value {
    return this.constant({ type: 'double', dims, values });
  }

  ints(values: readonly number[]): Value {
    return this.constant({ type: 'int64', dims: [values.length], values });
  }

  /** An operator of one output. */
  add(operator: string, inputs: readonly Value[], attributes: Attributes = {}): Value {
    const name = this.#names.next(operator);
    this.#call(operator, inputs, [name], attributes, '');
    return name;
  }

  /** The second output of an operator of two. */
  addForSecond(operator: string, inputs: readonly Value[], attributes: Attributes): Value {
    const name = this.#names.next(operator);
    this.#call(operator, inputs, [this.#names.next('unused'), name], attributes, '');
    return name;
  }

  /** An operator of ai.onnx.ml, of one output. */
  addMl(operator: string, inputs: readonly Value[], attributes: Attributes): Value {
    const name = this.#names.next(operator);
    this.#call(operator, inputs, [name], attributes, mlDomain);
    return name;
  }

  cast(value: Value, type: DataType): Value {
    return this.add('Cast', [value], { to: typeAttribute(type) });
  }

  /**
   * Does the same for each row of a matrix of doubles, one row at a time: what comes between takes memory once.
   * @param widths entries of a row, and of its answer
   * @param build from a row to its answer, without the first dimension; may use constants of this graph
   * @returns the answers, doubles, stacked
   */
  forEachRow(
    matrix: Value,
    widths: { readonly row: number; readonly answer: number },
    build: (body: GraphBuilder, row: Value) => Value,
  ): Value {
    const body = new GraphBuilder(this.#names);
    const row = body.input(this.#names.next('row'), 'double', [widths.row]);
    body.output(this.#names.next('answer'), 'double', [widths.answer], build(body, row));
    return this.add('Scan', [matrix], {
      body: { graph: body.#graph('row') },
      num_scan_inputs: { int: 1 },
    });
  }

  /** Bytes of the operators and constants so far: nearly those of the whole model. */
  get size(): number {
    return [...this.#nodes, ...this.#constants].reduce((sum, { length }) => sum + length, 0);
  }

  /**
   * The model's file: `mostBytes` at most.
   * @param metadata what else programs may want to know, by keys of their own
   */
  finish(name: string, metadata: Readonly<Record<string, string>> = {}): Uint8Array {
    const writer = new ProtobufWriter()
      .int(1, versions.format)
      .text(2, 'millrace')
      .message(7, this.#graph(name))
      .message(8, new ProtobufWriter().text(1, '').int(2, versions.operators))
      .message(8, new ProtobufWriter().text(1, mlDomain).int(2, versions.mlOperators));
    for (const [key, value] of Object.entries(metadata)) {
      writer.message(14, new ProtobufWriter().text(1, key).text(2, value));
    }
    return writer.finish();
  }

  #graph(name: string): ProtobufWriter {
    const graph = new ProtobufWriter();
    for (const each of this.#nodes) graph.message(1, each);
    graph.text(2, name);
    for (const each of this.#constants) graph.message(5, each);
    for (const each of this.#inputs) graph.message(11, each);
    for (const each of this.#outputs) graph.message(12, each);
    return graph;
  }

  #call(
    operator: string,
    inputs: readonly Value[],
    outputs: readonly Value[],
    attributes: Attributes,
    domain: string,
  ): void {
    this.#nodes.push(nodeProto({ operator, domain, inputs, outputs, attributes }));
  }
}

/** Names that nobody has yet, in a graph and those inside it. */
class NameSource {
  readonly #taken: ReadonlySet<string>;
  #next = 0;

  constructor(taken: Iterable<string>) {
    this.#taken = new Set(taken);
  }

  next(kind: string): string {
    for (;;) {
      const name = `${kind}_${this.#next++}`;
      if (!this.#taken.has(name)) return name;
    }
  }
}
