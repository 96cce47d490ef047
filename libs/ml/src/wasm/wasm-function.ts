import {
  codeOf,
  type Statement,
  type Value,
  type ValueType,
  type Variable,
} from './instructions.js';

/** A function of a module: code and what it works on. */
export interface WasmFunction {
  readonly parameters: readonly ValueType[];
  readonly locals: readonly ValueType[];
  readonly result: ValueType | undefined;
  readonly code: readonly number[];
}

/** Names of parameters or locals, with their types. */
type Names = Readonly<Record<string, ValueType>>;
type Variables<N extends Names> = { readonly [Name in keyof N]: Variable<N[Name]> };

/** What a function does: statements, and the value that it returns, if any. */
export interface Body {
  readonly does: readonly Statement[];
  readonly returns?: Value<ValueType>;
}

/**
 * Makes a function.
 * @param parameters in the order in which they are given
 * @param body is called with a variable for each parameter and local
 */
export function wasmFunction<const P extends Names, const L extends Names>(
  parameters: P,
  locals: L,
  body: (variables: Variables<P> & Variables<L>) => Body,
): WasmFunction {
  const types = { ...parameters, ...locals };
  const variables = Object.fromEntries(
    Object.entries(types).map(([name, type], index) => [name, variable(type, index)]),
  );
  const { does, returns } = body(variables as Variables<P> & Variables<L>);
  return {
    parameters: Object.values(parameters),
    locals: Object.values(locals),
    result: returns?.type,
    code: [...codeOf(does), ...(returns?.code ?? [])],
  };
}

function variable<T extends ValueType>(type: T, index: number): Variable<T> {
  // Functions here have fewer variables than one byte can number.
  if (index > 127) throw new RangeError('A function has more than 128 variables.');
  return { type, index, code: [0x20, index] };
}
