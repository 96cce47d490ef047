import { Route, Routes } from 'react-router';
import { Shell } from './shell/shell.js';
import { DatasetPage } from './pages/dataset-page.js';
import { DatasetsPage } from './pages/datasets-page.js';
import { DriftPage } from './pages/drift-page.js';
import { DriftReportPage } from './pages/drift-report-page.js';
import { ExperimentPage } from './pages/experiment-page.js';
import { ExperimentsPage } from './pages/experiments-page.js';
import { ModelPage } from './pages/model-page.js';
import { ModelsPage } from './pages/models-page.js';
import { NotFoundPage } from './pages/not-found-page.js';
import { OverviewPage } from './pages/overview-page.js';
import { PredictPage } from './pages/predict-page.js';
import { TrainingPage } from './pages/training-page.js';
import { TrainingRunPage } from './pages/training-run-page.js';

export function App() {
  return (
    <Shell>
      <Routes>
        <Route path="/" element={<OverviewPage />} />
        <Route path="/datasets" element={<DatasetsPage />} />
        <Route path="/datasets/:name" element={<DatasetPage />} />
        <Route path="/training" element={<TrainingPage />} />
        <Route path="/training/:id" element={<TrainingRunPage />} />
        <Route path="/experiments" element={<ExperimentsPage />} />
        <Route path="/experiments/:name" element={<ExperimentPage />} />
        <Route path="/models" element={<ModelsPage />} />
        <Route path="/models/:name" element={<ModelPage />} />
        <Route path="/predict" element={<PredictPage />} />
        <Route path="/predict/:model" element={<PredictPage />} />
        <Route path="/drift" element={<DriftPage />} />
        <Route path="/drift/:id" element={<DriftReportPage />} />
        <Route path="*" element={<NotFoundPage />} />
      </Routes>
    </Shell>
  );
}
