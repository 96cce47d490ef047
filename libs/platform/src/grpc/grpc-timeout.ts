const unitMs: Readonly<Record<string, number>> = {
  H: 3_600_000,
  M: 60_000,
  S: 1000,
  m: 1,
  u: 1e-3,
  n: 1e-6,
};

/** The milliseconds that `grpc-timeout` says; `undefined` for what is none: up to eight digits and a unit. */
export function readTimeout(value: string): number | undefined {
  const digits = value.length - 1;
  const unit = unitMs[value.charAt(digits)];
  if (unit === undefined || digits < 1 || digits > 8) return undefined;
  let number = 0;
  for (let at = 0; at < digits; at++) {
    const digit = value.charCodeAt(at) - 0x30;
    if (digit < 0 || digit > 9) return undefined;
    number = number * 10 + digit;
  }
  return number * unit;
}
