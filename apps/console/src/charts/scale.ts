/** From one number to another, the second the greater. */
export type Domain = readonly [from: number, to: number];

/** Round numbers within the domain, about as many as wanted: steps of 1, 2 or 5 times a power of ten. */
export function niceTicks([from, to]: Domain, wanted: number): number[] {
  const raw = (to - from) / Math.max(wanted, 1);
  if (!(raw > 0) || !Number.isFinite(raw)) return [from];
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = ([1, 2, 5].find((factor) => factor * power >= raw) ?? 10) * power;
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  // Multiples rather than sums: 0.1 added up is soon no round number.
  return Array.from({ length: last - first + 1 }, (_, tick) =>
    Number(((first + tick) * step).toPrecision(12)),
  );
}

/** The domain of the values with a little room on both sides; of one value alone, a unit around it. */
export function domainOf(values: readonly number[], room = 0.05): Domain {
  const least = values.reduce((a, b) => Math.min(a, b), Infinity);
  const most = values.reduce((a, b) => Math.max(a, b), -Infinity);
  if (!(least < most)) return Number.isFinite(least) ? [least - 0.5, least + 0.5] : [0, 1];
  const margin = (most - least) * room;
  return [least - margin, most + margin];
}

/** The points of a step function: each value holds from the x before it to its own. */
export function stepPoints(
  xs: readonly number[],
  ys: readonly number[],
): readonly (readonly [number, number])[] {
  return xs.flatMap((x, index) => {
    const y = ys[index] ?? 0;
    return [[xs[index - 1] ?? 0, y] as const, [x, y] as const];
  });
}
