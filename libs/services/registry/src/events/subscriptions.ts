import { subscription, type EventSubscription } from '@millrace/platform';
import { judgeCandidate } from '../operations/judge-candidate.js';
import type { RegistryContext } from '../operations/registry-context.js';
import type { RegistryTables } from '../store/registry-tables.js';

export function registrySubscriptions(context: RegistryContext): EventSubscription[] {
  return [
    subscription<RegistryTables, 'training.completed'>('training.completed', ({ data }) =>
      judgeCandidate(context, data),
    ),
  ];
}
