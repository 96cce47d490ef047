/**
 * The value below which a share of the others lies, between neighbours in proportion (definition 7 of Hyndman and Fan,
 * "Sample quantiles in statistical packages", 1996); NaN without values.
 * @param sorted ascending
 * @param share from 0 to 1
 */
export function quantileOf(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const lower = Math.floor(place);
  const below = sorted[lower] ?? Number.NaN;
  const above = sorted[Math.min(lower + 1, sorted.length - 1)] ?? Number.NaN;
  return below === above ? below : below + (above - below) * (place - lower);
}
