import type { TrainingRunBody } from '@millrace/api';
import { MultiSelect } from '@mantine/core';
import { useState } from 'react';
import { Section } from '../parts/section.js';
import { RunComparison } from './run-comparison.js';

const atFirst = 3;

/** Candidates of a run that has ended, chosen by the person, with their figures and parameters side by side. */
export function CandidateComparison({ run }: { readonly run: TrainingRunBody }) {
  const recorded = run.leaderboard.flatMap(({ name, runId }) =>
    runId === undefined ? [] : [{ value: runId, label: name }],
  );
  const [chosen, setChosen] = useState(recorded.slice(0, atFirst).map(({ value }) => value));
  if (recorded.length < 2) return null;
  return (
    <>
      <Section
        title="Compare candidates"
        hint="Figures and parameters of any of them side by side."
      >
        <MultiSelect
          aria-label="Candidates to compare"
          data={recorded}
          value={chosen}
          onChange={setChosen}
          maxValues={8}
          searchable
        />
      </Section>
      {chosen.length > 1 && <RunComparison ids={chosen} />}
    </>
  );
}
