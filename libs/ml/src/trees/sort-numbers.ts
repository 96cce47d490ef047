/** Fewer are sorted faster by comparing. */
const fewNumbers = 2000;
/** Digits of the upper half of a number, from the lowest: where they begin, and how many values they have. */
const digits = [
  { from: 0, values: 2048 },
  { from: 11, values: 2048 },
  { from: 22, values: 1024 },
] as const;

/**
 * Sorts numbers in place, ascending, none of them NaN: by the digits of their upper 32 bits (radix sort, Knuth, "The Art of
 * Computer Programming" 3, 5.2.5), and those alike in them by comparing. A third of the time of `sort` for 20,000.
 * @returns the same array
 */
export function sortNumbers(numbers: Float64Array): Float64Array {
  if (numbers.length < fewNumbers) return numbers.sort();
  let from = numbers.slice();
  let to = new Float64Array(numbers.length);
  for (const digit of digits) {
    moveByDigit(from, to, digit);
    [from, to] = [to, from];
  }
  numbers.set(from);
  sortAlike(numbers, upperHalves(from));
  return numbers;
}

/** The upper half of each number as a whole number whose order is that of the numbers. */
function upperHalves(numbers: Float64Array): Uint32Array {
  const words = new Uint32Array(numbers.buffer, numbers.byteOffset, numbers.length * 2);
  const halves = new Uint32Array(numbers.length);
  for (let index = 0; index < halves.length; index++) {
    const word = words[2 * index + 1] ?? 0;
    // Below zero the bits grow as the number falls: all are turned, else only that of the sign.
    halves[index] = word ^ ((word >> 31) | 0x80000000);
  }
  return halves;
}

function moveByDigit(
  from: Float64Array,
  to: Float64Array,
  { from: shift, values }: (typeof digits)[number],
): void {
  const halves = upperHalves(from);
  const places = new Uint32Array(values);
  const mask = values - 1;
  for (const half of halves) {
    const digit = (half >>> shift) & mask;
    places[digit] = (places[digit] ?? 0) + 1;
  }
  let before = 0;
  for (let digit = 0; digit < values; digit++) {
    const count = places[digit] ?? 0;
    places[digit] = before;
    before += count;
  }
  for (let index = 0; index < from.length; index++) {
    const digit = ((halves[index] ?? 0) >>> shift) & mask;
    const place = places[digit] ?? 0;
    places[digit] = place + 1;
    to[place] = from[index] ?? 0;
  }
}

/** Sorts each run of numbers whose upper halves are the same. */
function sortAlike(numbers: Float64Array, halves: Uint32Array): void {
  for (let start = 0, end = 1; start < numbers.length; start = end, end++) {
    let sorted = true;
    while (end < numbers.length && halves[end] === halves[start]) {
      // Zeros with and without a sign differ in their upper halves.
      sorted &&= (numbers[end - 1] ?? 0) <= (numbers[end] ?? 0);
      end++;
    }
    if (!sorted) numbers.subarray(start, end).sort();
  }
}
