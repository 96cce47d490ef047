import type { Background, Explainer, ExplanationMethod } from './explainer.js';

type Kind = Pick<Explainer, 'method' | 'reference' | 'background'>;

const methods: readonly ExplanationMethod[] = ['exact', 'rescaled', 'sampled'];

/** What can be said of contributions that are sums of those of several explainers: as much as of the least of them. */
export function explainedTogether(
  parts: readonly Kind[],
  least: ExplanationMethod = 'exact',
): Kind {
  const worst = Math.max(
    methods.indexOf(least),
    ...parts.map(({ method }) => methods.indexOf(method)),
  );
  const background = leastOf(parts.flatMap((part) => part.background ?? []));
  return {
    method: methods[worst] ?? 'sampled',
    reference: parts.every(({ reference }) => reference === 'training-rows')
      ? 'training-rows'
      : 'nothing-known',
    ...(background && { background }),
  };
}

function leastOf(backgrounds: readonly Background[]): Background | undefined {
  if (backgrounds.length === 0) return undefined;
  const orders = backgrounds.flatMap((each) => each.orders ?? []);
  return {
    rows: Math.min(...backgrounds.map(({ rows }) => rows)),
    ...(orders.length > 0 && { orders: Math.min(...orders) }),
  };
}
