/** When the monitor compares, and when a verdict is worth a training. */
export interface DriftPolicy {
  /** Predictions that fill a window. */
  readonly windowRows: number;
  /** Drifted windows in a row before training is asked for. */
  readonly consecutiveWindows: number;
  /** Time after a request in which the same model is not requested again, in seconds. */
  readonly cooldownSeconds: number;
  /** Share of drifted columns from which a table counts as drifted; the detector's default when absent. */
  readonly driftShare?: number;
  /** Rows a side needs for a verdict; the detector's default when absent. */
  readonly minimumRows?: number;
}

export const defaultDriftPolicy: DriftPolicy = {
  windowRows: 200,
  consecutiveWindows: 2,
  cooldownSeconds: 3600,
};
