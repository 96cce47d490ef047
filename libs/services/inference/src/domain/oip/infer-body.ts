import { isDatatype } from './datatype.js';
import {
  elementsOf,
  malformed,
  type InferRequest,
  type InputTensor,
  type OutputForm,
  type RequestedOutput,
} from './infer-request.js';
import { plainElements } from './plain-elements.js';
import { rawElements } from './raw-elements.js';

const maxTensors = 10_000;
const maxIdLength = 1_000;

/**
 * The request of a REST body.
 * @param json its JSON part
 * @param raw what comes behind that: the tensors in raw form, in the order of the inputs
 * @throws PlatformError `invalid_argument` naming the place that is wrong
 */
export function readInferBody(json: unknown, raw: Uint8Array = new Uint8Array()): InferRequest {
  if (!isObject(json)) throw malformed('/', 'must be an object');
  const parameters = parametersOf(json, '');
  const form = rawOr(parameters, 'binary_data_output', 'plain', '/parameters');
  const tail = new RawTail(raw);
  const inputs = listIn(json, 'inputs').map((input, index) =>
    readInput(input, tail, `/inputs/${index}`),
  );
  tail.finish();
  return {
    id: readId(json['id']),
    inputs,
    outputs:
      json['outputs'] === undefined
        ? undefined
        : listIn(json, 'outputs').map((output, index) =>
            readOutput(output, form, `/outputs/${index}`),
          ),
    form,
    explain: flagIn(parameters, 'explain', '/parameters') === true,
  };
}

type JsonObject = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listIn(json: JsonObject, member: string): readonly unknown[] {
  const list = json[member];
  if (!Array.isArray(list)) throw malformed(`/${member}`, 'must be a list');
  if (list.length > maxTensors) throw malformed(`/${member}`, `must have ${maxTensors} at most`);
  return list as readonly unknown[];
}

function readId(id: unknown): string | undefined {
  if (id === undefined) return undefined;
  if (typeof id !== 'string' || id.length > maxIdLength) {
    throw malformed('/id', `must be a string of ${maxIdLength} characters at most`);
  }
  return id;
}

function parametersOf(of: JsonObject, field: string): JsonObject {
  const parameters = of['parameters'];
  if (parameters === undefined) return {};
  if (!isObject(parameters)) throw malformed(`${field}/parameters`, 'must be an object');
  return parameters;
}

function rawOr(
  parameters: JsonObject,
  name: string,
  otherwise: OutputForm,
  field: string,
): OutputForm {
  const asked = flagIn(parameters, name, field);
  if (asked === undefined) return otherwise;
  return asked ? 'raw' : 'plain';
}

function flagIn(parameters: JsonObject, name: string, field: string): boolean | undefined {
  const flag = parameters[name];
  if (flag === undefined || typeof flag === 'boolean') return flag;
  throw malformed(`${field}/${name}`, 'must be true or false');
}

function nameOf(of: JsonObject, field: string): string {
  const name = of['name'];
  if (typeof name !== 'string') throw malformed(`${field}/name`, 'must be a string');
  return name;
}

function readInput(input: unknown, tail: RawTail, field: string): InputTensor {
  if (!isObject(input)) throw malformed(field, 'must be an object');
  const name = nameOf(input, field);
  const { datatype, shape, data } = input;
  if (!isDatatype(datatype)) {
    throw malformed(`${field}/datatype`, 'must be a datatype of the protocol, such as FP64');
  }
  if (!Array.isArray(shape)) throw malformed(`${field}/shape`, 'must be a list');
  const count = elementsOf(shape, `${field}/shape`);
  // `elementsOf` has looked at every one of them.
  const dimensions = shape as readonly number[];
  const size = parametersOf(input, field)['binary_data_size'];
  if (size === undefined) {
    const about = { datatype, shape: dimensions, count };
    const elements = plainElements(data, about, `${field}/data`);
    return { name, datatype, shape: dimensions, elements };
  }
  if (data !== undefined) {
    throw malformed(`${field}/data`, 'must be left out of a tensor in binary form');
  }
  const bytes = tail.take(size, `${field}/parameters/binary_data_size`);
  const elements = rawElements(bytes, datatype, count, `${field}/binary`);
  return { name, datatype, shape: dimensions, elements };
}

function readOutput(output: unknown, form: OutputForm, field: string): RequestedOutput {
  if (!isObject(output)) throw malformed(field, 'must be an object');
  return {
    name: nameOf(output, field),
    form: rawOr(parametersOf(output, field), 'binary_data', form, `${field}/parameters`),
  };
}

/** The raw part of a body, taken piece by piece. */
class RawTail {
  readonly #bytes: Uint8Array;
  #taken = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  take(size: unknown, field: string): Uint8Array {
    if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) {
      throw malformed(field, 'must be a number of bytes');
    }
    const from = this.#taken;
    if (from + size > this.#bytes.length) throw malformed(field, 'reaches beyond the body');
    this.#taken += size;
    return this.#bytes.subarray(from, this.#taken);
  }

  finish(): void {
    if (this.#taken < this.#bytes.length) {
      throw malformed('/', 'is followed by bytes that belong to no input');
    }
  }
}
