/** 1 → `1 row`, 1200 → `1200 rows`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** A share as a person says it: 0.01234 → `1.2%`. */
export function percent(share: number): string {
  return `${Number((share * 100).toPrecision(2))}%`;
}
