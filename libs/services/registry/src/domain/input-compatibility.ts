/** A field of a request, as a model's signature describes it. */
export interface ModelInput {
  readonly name: string;
  readonly type: 'integer' | 'number' | 'boolean' | 'string';
}

// Both are sent as JSON numbers: whether all values seen so far were whole says little about the next one.
const family = (type: ModelInput['type']) => (type === 'integer' ? 'number' : type);

/**
 * What stands between a request made for `served` and a model that expects `offered`: columns it would ask for in
 * vain, and columns whose values it would refuse. Columns no longer asked for do no harm.
 */
export function inputDifferences(
  served: readonly ModelInput[],
  offered: readonly ModelInput[],
): string[] {
  const known = new Map(served.map(({ name, type }) => [name, type]));
  return offered.flatMap(({ name, type }) => {
    const before = known.get(name);
    if (before === undefined) return [`column "${name}" is new`];
    return family(before) === family(type)
      ? []
      : [`column "${name}" turned from ${before} into ${type}`];
  });
}
