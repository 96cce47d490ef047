import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConsoleVisit } from './console-visit.js';
import { visitOverview } from './pages/overview.js';
import { visitDatasets } from './pages/datasets.js';
import { visitTraining } from './pages/training.js';
import { visitExperiments } from './pages/experiments.js';
import { visitModels } from './pages/models.js';
import { visitPredict } from './pages/predict.js';
import { visitUploads } from './pages/uploads.js';
import { visitDrift } from './pages/drift.js';
import { visitApiReference } from './pages/api-reference.js';

const visit = new ConsoleVisit();
beforeAll(() => visit.begin());
afterAll(() => visit.end());

// One after the other, as a person goes: the later pages show what was done on those before.
describe('a person at the console', () => {
  visitOverview(visit);
  visitDatasets(visit);
  visitTraining(visit);
  visitExperiments(visit);
  visitModels(visit);
  visitPredict(visit);
  visitUploads(visit);
  visitDrift(visit);
  visitApiReference(visit);

  it('met no error, and the page asked nobody but its own server', () => {
    expect(visit.consoleErrors).toEqual([]);
    expect(visit.foreignRequests).toEqual([]);
  });

  it('ends the server with Ctrl-C, and it goes in peace', async () => {
    await visit.close();
    expect(await visit.millrace.interrupt(), visit.millrace.output()).toBe(0);
  });
});
