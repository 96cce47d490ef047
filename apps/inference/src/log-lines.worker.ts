import { serveTasks } from '@millrace/task-pool-threads';
import { segmentRecords } from '@millrace/journal-file';
import { stepBack } from '@millrace/platform';
import { batchesOf, ownMemory } from '@millrace/service-inference';

stepBack();
serveTasks((place: string) => batchesOf(segmentRecords(place)), ownMemory);
