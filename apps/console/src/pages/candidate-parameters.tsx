import { parametersOf, type LeaderboardEntry, type ShownParameter } from '@millrace/api';
import { Code, Group } from '@mantine/core';
import { formatNumber } from '../format/numbers.js';

interface CandidateParametersProps {
  readonly entry: LeaderboardEntry;
  readonly leaderboard: readonly LeaderboardEntry[];
}

/** What tells a candidate from others of its algorithm, and the rest on demand. */
export function CandidateParameters({ entry, leaderboard }: CandidateParametersProps) {
  const { telling, others } = parametersOf(entry, leaderboard);
  const noun = others.length === 1 ? 'parameter' : 'parameters';
  const more = `${others.length} ${telling.length === 0 ? noun : 'more'}`;
  return (
    <div className="parameters">
      {telling.length > 0 && <Codes parameters={telling} />}
      {others.length > 0 && (
        <details>
          <summary>{more}</summary>
          <Codes parameters={others} />
        </details>
      )}
    </div>
  );
}

function Codes({ parameters }: { readonly parameters: readonly ShownParameter[] }) {
  return (
    <Group gap={4}>
      {parameters.map((parameter) => (
        <Code key={parameter.name}>
          {parameter.name}={textOf(parameter)}
        </Code>
      ))}
    </Group>
  );
}

function textOf({ value, chosen }: ShownParameter): string {
  const text = typeof value === 'number' ? formatNumber(value) : String(value);
  return chosen === undefined ? text : `${formatNumber(chosen)} (${text})`;
}
