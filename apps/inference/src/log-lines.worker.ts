import { serveTasks } from '@millrace/candidate-pool-threads';
import { segmentRecords } from '@millrace/journal-file';
import { batchesOf, ownMemory } from '@millrace/service-inference';

serveTasks((place: string) => batchesOf(segmentRecords(place)), ownMemory);
