import type { Reasons } from '@millrace/api';
import { scaleNames } from '@millrace/api';
import { Group, Stack, Text } from '@mantine/core';
import { formatNumber } from '../format/numbers.js';
import type { FeatureRow } from '../feature-form.js';

/** Features that are shown by name. */
const mostBars = 12;

interface ContributionBarsProps {
  readonly reasons: Reasons;
  /** The row that was asked about. */
  readonly row: FeatureRow;
}

/** What each feature adds to the score of a row: a bar to the right or the left of nothing, the longest first. */
export function ContributionBars({ reasons, row }: ContributionBarsProps) {
  const { of, scale, base, score, features } = reasons;
  const others = features.slice(mostBars);
  const bars = [
    ...features.slice(0, mostBars).map(({ feature, adds }) => ({
      name: feature,
      value: row[feature] === null ? 'missing' : String(row[feature]),
      adds,
    })),
    ...(others.length === 0
      ? []
      : [
          {
            name: `${others.length} other features`,
            value: undefined,
            adds: others.reduce((sum, { adds }) => sum + adds, 0),
          },
        ]),
  ];
  const reach = Math.max(...bars.map(({ adds }) => Math.abs(adds)), Number.MIN_VALUE);
  return (
    <>
      <Text size="sm" mb="xs" className="break-anywhere">
        From {formatNumber(base)} to {formatNumber(score)}: {scaleNames[scale]} of <b>{of}</b>
      </Text>
      <Stack gap="xs" role="list" aria-label={`What adds to ${of}`}>
        {bars.map(({ name, value, adds }) => (
          <div key={name} role="listitem">
            <Group justify="space-between" wrap="nowrap" align="flex-end" mb={2}>
              <Text size="sm" className="break-anywhere">
                {name}{' '}
                {value !== undefined && (
                  <Text span size="xs" c="dimmed">
                    {value}
                  </Text>
                )}
              </Text>
              <Text size="sm" className="numeric">
                {adds > 0 ? '+' : ''}
                {formatNumber(adds)}
              </Text>
            </Group>
            <div className="contribution-track" aria-hidden>
              <div
                className={adds < 0 ? 'contribution-less' : 'contribution-more'}
                style={{ width: `${(Math.abs(adds) / reach) * 50}%` }}
              />
            </div>
          </div>
        ))}
      </Stack>
    </>
  );
}
