/** Who uses a loaded model, and when anybody did last. Changed in place: every request does. */
export class ModelUsage {
  /** Requests that it answers now. */
  inUse = 0;
  /** Milliseconds of a steady clock. */
  lastUsedAt: number;

  constructor(now: number) {
    this.lastUsedAt = now;
  }

  begin(now: number): void {
    this.inUse++;
    this.lastUsedAt = now;
  }

  end(): void {
    this.inUse--;
  }
}
