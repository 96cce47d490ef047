import { signedLeb, unsignedLeb } from './leb128.js';

/**
 * Instructions of WebAssembly as functions over typed values, so that a kernel reads like the formula that it is and a sum
 * of unlike numbers does not compile. Opcodes: WebAssembly Core Specification 2.0, chapter 5.4.
 */
export type ValueType = 'i32' | 'i64' | 'f64' | 'v128';

/** Code that leaves one value. */
export interface Value<T extends ValueType> {
  readonly type: T;
  readonly code: readonly number[];
}

/** Code that leaves nothing. */
export interface Statement {
  readonly type: 'none';
  readonly code: readonly number[];
}

/** A parameter or local; as a value, what it holds. */
export interface Variable<T extends ValueType> extends Value<T> {
  readonly index: number;
}

/** How the bytes of memory are read and written: of these lengths. */
const alignment = { one: 0, four: 2, eight: 3, sixteen: 4 } as const;

const simd = 0xfd;
const bulk = 0xfc;
const emptyBlock = 0x40;

function value<T extends ValueType>(type: T, ...code: number[]): Value<T> {
  return { type, code };
}

function statement(...code: number[]): Statement {
  return { type: 'none', code };
}

function unary<A extends ValueType, R extends ValueType>(type: R, ...opcode: number[]) {
  return (a: Value<A>): Value<R> => value(type, ...a.code, ...opcode);
}

function binary<A extends ValueType, R extends ValueType>(type: R, ...opcode: number[]) {
  return (a: Value<A>, b: Value<A>): Value<R> => value(type, ...a.code, ...b.code, ...opcode);
}

function shift<A extends ValueType>(type: A, opcode: number) {
  return (a: Value<A>, by: Value<A>): Value<A> => value(type, ...a.code, ...by.code, opcode);
}

function load<R extends ValueType>(type: R, align: number, ...opcode: number[]) {
  return (address: Value<'i32'>, offset = 0): Value<R> =>
    value(type, ...address.code, ...opcode, align, ...unsignedLeb(offset));
}

function store<A extends ValueType>(align: number, ...opcode: number[]) {
  return (address: Value<'i32'>, what: Value<A>, offset = 0): Statement =>
    statement(...address.code, ...what.code, ...opcode, align, ...unsignedLeb(offset));
}

export const i32 = {
  const: (number: number) => value('i32', 0x41, ...signedLeb(BigInt(number))),
  load: load('i32', alignment.four, 0x28),
  load8: load('i32', alignment.one, 0x2d),
  store: store<'i32'>(alignment.four, 0x36),
  store8: store<'i32'>(alignment.one, 0x3a),
  equal: binary<'i32', 'i32'>('i32', 0x46),
  below: binary<'i32', 'i32'>('i32', 0x49),
  add: binary<'i32', 'i32'>('i32', 0x6a),
  sub: binary<'i32', 'i32'>('i32', 0x6b),
  mul: binary<'i32', 'i32'>('i32', 0x6c),
  and: binary<'i32', 'i32'>('i32', 0x71),
  shl: shift('i32', 0x74),
  shr: shift('i32', 0x76),
  /** Towards zero; of what is no number, 0. */
  truncate: unary<'f64', 'i32'>('i32', bulk, 0x02),
};

export const f64 = {
  const: (number: number) =>
    value('f64', 0x44, ...new Uint8Array(new Float64Array([number]).buffer)),
  load: load('f64', alignment.eight, 0x2b),
  store: store<'f64'>(alignment.eight, 0x39),
  less: binary<'f64', 'i32'>('i32', 0x63),
  greater: binary<'f64', 'i32'>('i32', 0x64),
  floor: unary<'f64', 'f64'>('f64', 0x9c),
  add: binary<'f64', 'f64'>('f64', 0xa0),
  sub: binary<'f64', 'f64'>('f64', 0xa1),
  mul: binary<'f64', 'f64'>('f64', 0xa2),
  min: binary<'f64', 'f64'>('f64', 0xa4),
  max: binary<'f64', 'f64'>('f64', 0xa5),
  /** Of a whole number without a sign. */
  ofWhole: unary<'i32', 'f64'>('f64', 0xb8),
  ofInt: unary<'i32', 'f64'>('f64', 0xb7),
};

/** Two 64-bit floats side by side. */
export const f64x2 = {
  load: load('v128', alignment.eight, simd, 0x00),
  store: store<'v128'>(alignment.eight, simd, 0x0b),
  /** The number at one address beside that at another. */
  loadPair: (first: Value<'i32'>, second: Value<'i32'>): Value<'v128'> =>
    value(
      'v128',
      ...second.code,
      ...value('v128', ...first.code, simd, 0x5d, alignment.eight, 0).code,
      ...[simd, 0x57, alignment.eight, 0, 1],
    ),
  splat: unary<'f64', 'v128'>('v128', simd, 0x14),
  greater: binary<'v128', 'v128'>('v128', simd, 0x4a),
  atMost: binary<'v128', 'v128'>('v128', simd, 0x4b),
  atLeast: binary<'v128', 'v128'>('v128', simd, 0x4c),
  and: binary<'v128', 'v128'>('v128', simd, 0x4e),
  /** Of each lane: the first where the mask has ones, else the second. */
  choose: (a: Value<'v128'>, b: Value<'v128'>, mask: Value<'v128'>): Value<'v128'> =>
    value('v128', ...a.code, ...b.code, ...mask.code, simd, 0x52),
  some: unary<'v128', 'i32'>('i32', simd, 0x53),
  floor: unary<'v128', 'v128'>('v128', simd, 0x75),
  add: binary<'v128', 'v128'>('v128', simd, ...unsignedLeb(0xf0)),
  sub: binary<'v128', 'v128'>('v128', simd, ...unsignedLeb(0xf1)),
  mul: binary<'v128', 'v128'>('v128', simd, ...unsignedLeb(0xf2)),
};

export const memory = {
  copy: (to: Value<'i32'>, from: Value<'i32'>, bytes: Value<'i32'>) =>
    statement(...to.code, ...from.code, ...bytes.code, bulk, 0x0a, 0, 0),
  fill: (at: Value<'i32'>, byte: Value<'i32'>, bytes: Value<'i32'>) =>
    statement(...at.code, ...byte.code, ...bytes.code, bulk, 0x0b, 0),
};

export function set<T extends ValueType>(variable: Variable<T>, to: Value<T>): Statement {
  return statement(...to.code, 0x21, ...unsignedLeb(variable.index));
}

/** Adds a number to a variable. */
export function increase(variable: Variable<'i32'>, by: Value<'i32'> | number): Statement {
  return set(variable, i32.add(variable, typeof by === 'number' ? i32.const(by) : by));
}

export function when(condition: Value<'i32'>, body: readonly Statement[]): Statement {
  return statement(...condition.code, 0x04, emptyBlock, ...codeOf(body), 0x0b);
}

/** Repeats the body as long as the variable is below the bound; it grows by `step` each time. */
export function countUp(
  variable: Variable<'i32'>,
  bound: Value<'i32'>,
  step: number,
  body: readonly Statement[],
): Statement {
  const goesOn = i32.below(variable, bound);
  return when(goesOn, [
    statement(
      ...[0x03, emptyBlock],
      ...codeOf([...body, increase(variable, step)]),
      ...goesOn.code,
      // Back to the head of the loop.
      ...[0x0d, 0, 0x0b],
    ),
  ]);
}

export function codeOf(statements: readonly Statement[]): number[] {
  return statements.flatMap(({ code }) => code);
}
