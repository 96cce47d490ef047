const mebibyte = 2 ** 20;

/** How much one upload may ask of this process. */
export interface UploadLimits {
  /** Size of the data after inflating, in bytes. */
  readonly maxBytes: number;
  /** How many times larger than what was sent inflated data may grow, once it is past `ratioFreeBytes`. */
  readonly maxRatio: number;
  /** Inflated bytes that need no ratio: small files of one repeated value shrink far. */
  readonly ratioFreeBytes: number;
}

export const defaultLimits: UploadLimits = {
  maxBytes: 1024 * mebibyte,
  maxRatio: 200,
  ratioFreeBytes: 16 * mebibyte,
};
