import { segmentRecords } from '@millrace/journal-file';
import { stepBack } from '@millrace/platform';
import { objectStoreOf } from '@millrace/runtime';
import { placePredictions, type SegmentPlace } from '@millrace/service-inference';
import { serveTasks } from '@millrace/task-pool-threads';

stepBack();
const objects = objectStoreOf(process.env);
serveTasks(async ({ id, place }: SegmentPlace) =>
  placePredictions(segmentRecords(place), id, await objects()),
);
