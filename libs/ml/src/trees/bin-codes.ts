/** The bin of missing values, in every feature. */
export const missingBin = 255;
/** Bins that values fall into: 0 … 254. */
export const valueBins = 255;
