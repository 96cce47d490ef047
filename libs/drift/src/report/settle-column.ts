import { breaches, severityOf } from '../tests/drift-test.js';
import type { ColumnMeasurement } from './compare-column.js';
import type { ColumnDrift } from './drift-report.js';
import { decimal, percent } from './number-text.js';

function distributionReason(found: ColumnDrift): string | undefined {
  if (found.score === undefined || found.threshold === undefined) {
    return undefined;
  }
  const over = found.distributionDrifted === true;
  if (found.scoreKind === 'p_value') {
    return over
      ? `The distribution changed: p ${decimal(found.score)} is below ${found.threshold}.`
      : `No change of the distribution: p ${decimal(found.score)} is not below ${found.threshold}.`;
  }
  return over
    ? `The distribution changed: distance ${decimal(found.score)} reaches ${found.threshold}.`
    : `No change of the distribution: distance ${decimal(found.score)} is below ${found.threshold}.`;
}

/** The verdict of a column from all its signals, with `score` as the corrected p-value where there is one. */
export function settleColumn(
  { found: measured, test }: ColumnMeasurement,
  correctedPValue: number | undefined,
): ColumnDrift {
  let found = measured;
  if (test && correctedPValue !== undefined && found.threshold !== undefined) {
    found = {
      ...found,
      score: correctedPValue,
      severity: severityOf(test.scoreKind, correctedPValue, found.threshold),
      scoreSeverity: severityOf(test.scoreKind, correctedPValue, found.threshold),
      distributionDrifted: breaches(test.scoreKind, correctedPValue, found.threshold),
    };
  }
  const reasons: string[] = [];
  let { severity } = found;
  if (found.distributionDrifted) {
    reasons.push(distributionReason(found) ?? '');
  }
  const { missing, newCategories } = found;
  if (missing?.drifted) {
    reasons.push(
      `Missing values went from ${percent(missing.reference)} to ${percent(missing.current)}.`,
    );
    severity = Math.max(
      severity,
      Math.abs(missing.current - missing.reference) / missing.threshold,
    );
  }
  if (newCategories?.drifted) {
    reasons.push(`${percent(newCategories.share)} of the values are of categories never seen.`);
    severity = Math.max(severity, newCategories.share / newCategories.threshold);
  }
  if (found.verdict === 'type_mismatch') {
    return found;
  }
  if (reasons.length > 0) {
    return { ...found, verdict: 'drifted', severity, reason: reasons.join(' ') };
  }
  if (found.distributionDrifted === undefined) {
    return found;
  }
  return { ...found, verdict: 'stable', reason: distributionReason(found) ?? '' };
}
