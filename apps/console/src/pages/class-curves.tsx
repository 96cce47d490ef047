import type { ClassCurvesBody } from '@millrace/api';
import { SimpleGrid } from '@mantine/core';
import { Plot, type Mark } from '../charts/plot.js';
import { stepPoints } from '../charts/scale.js';
import { formatCount, formatShare } from '../format/numbers.js';

const unit = [0, 1] as const;
const diagonal: Mark = {
  kind: 'reference',
  points: [
    [0, 0],
    [1, 1],
  ],
};

/** ROC, precision-recall and calibration of each class against the rest, one colour a class. */
export function ClassCurves({ curves }: { readonly curves: readonly ClassCurvesBody[] }) {
  const legend = curves.map(({ label }, colour) => ({ name: label, colour }));
  return (
    <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="xl">
      <Plot
        title="ROC"
        x={{ label: 'false positive rate', domain: unit }}
        y={{ label: 'true positive rate', domain: unit }}
        marks={[diagonal, ...curves.map(({ roc }, colour) => lineOf(rocPoints(roc), colour))]}
        legend={legend}
      />
      <Plot
        title="Precision and recall"
        x={{ label: 'recall', domain: unit }}
        y={{ label: 'precision', domain: unit }}
        marks={curves.map(({ precisionRecall: { recalls, precisions } }, colour) =>
          lineOf(stepPoints(recalls, precisions), colour),
        )}
        legend={legend}
      />
      <Plot
        title="Calibration"
        x={{ label: 'probability said', domain: unit }}
        y={{ label: 'share that was', domain: unit }}
        marks={[diagonal, ...curves.flatMap(calibrationMarks)]}
        legend={legend}
      />
    </SimpleGrid>
  );
}

function rocPoints({ falsePositiveRates, truePositiveRates }: ClassCurvesBody['roc']) {
  return falsePositiveRates.map((rate, index) => [rate, truePositiveRates[index] ?? 0] as const);
}

function lineOf(points: readonly (readonly [number, number])[], colour: number): Mark {
  return { kind: 'line', points, colour };
}

function calibrationMarks({ calibration }: ClassCurvesBody, colour: number): Mark[] {
  const points = calibration.map(({ predicted, observed }) => [predicted, observed] as const);
  const titles = calibration.map(
    ({ predicted, observed, rows }) =>
      `${formatShare(predicted)} said, ${formatShare(observed)} was, of ${formatCount(rows)} rows`,
  );
  return [lineOf(points, colour), { kind: 'dots', points, colour, titles }];
}
