export {
  algorithms,
  baselineAlgorithm,
  ensembleAlgorithm,
  ensembleAlgorithms,
  stackedAlgorithm,
  ensembleMembers,
} from './learners/algorithm-names.js';
export { algorithmsFor, learnerOf } from './learners/catalogue.js';
export type { FitSize, Learner, Parameters, TaskType, TrainingSet } from './learners/learner.js';
export { createScorer } from './scorers/create-scorer.js';
export type { ScorerState } from './scorers/scorer-state.js';
export type { ClassMetrics } from './metrics/class-metrics.js';
export { evaluateClassification } from './metrics/evaluate-classification.js';
export { evaluateRegression } from './metrics/evaluate-regression.js';
export type { ClassEvaluation, Evaluation, QuantityEvaluation } from './metrics/evaluation.js';
export type { EvaluationDetails } from './metrics/evaluation-details.js';
export {
  metricCatalogue,
  metricNames,
  metricOf,
  scoreBy,
  type Metric,
  type MetricName,
  type Metrics,
} from './metrics/metric-catalogue.js';
export { decodeModel, decodeModelImage, encodeModel } from './model/model-file.js';
export { ModelFormatError } from './model/model-format-error.js';
export type {
  ClassPredictions,
  Model,
  ModelImage,
  ModelState,
  Predictions,
  QuantityPredictions,
} from './model/model.js';
export { modelOf } from './model/model.js';
export { sharedImage } from './model/shared-image.js';
export {
  runScoringTask,
  sharedBatch,
  type ScoringTask,
  type SharedBatch,
} from './model/scoring-task.js';
export { positiveClassOf } from './model/signature.js';
export type { ModelInput, ModelSignature } from './model/signature.js';
export type { FeatureTable } from './features/feature-table.js';
export { SignatureMismatch } from './features/signature-mismatch.js';
export { createRandom, type Random } from './random/random.js';
export { stratifiedFolds, type Fold } from './split/stratified-folds.js';
export { stratifiedSplit, type Split } from './split/stratified-split.js';
export type {
  BlendMember,
  BlendResult,
  BlendTask,
  CandidateTask,
  CandidateTaskResult,
  ExportResult,
  ExportTask,
  InputExample,
  RefitMember,
  RefitResult,
  RefitTask,
  ValidationResult,
  ValidationTask,
} from './training/candidate-task.js';
export { defaultFitSeconds } from './training/validate-candidate.js';
export { memoryOfResult } from './training/memory-of-result.js';
export { planTraining, type TrainingPlan } from './training/plan-training.js';
export { runCandidateTask } from './training/run-candidate-task.js';
export { scoreModel } from './training/score-model.js';
export type { RowsOfRun } from './training/training-data.js';
export { TrainingDataError } from './training/training-data-error.js';
export type { Crew } from './parallel/crew.js';
export { lone } from './parallel/lone.js';
export type { Post } from './parallel/post.js';
export {
  runKernel,
  type KernelInput,
  type KernelName,
  type KernelOutput,
} from './parallel/kernels.js';
export type { Workplace } from './training/workplace.js';
export type { SplitBy } from './split/split-by.js';
export { readTarget, type LearnedTarget } from './target/learned-target.js';
export type { OnnxModel, OnnxPort } from './onnx/export-onnx.js';
export { planTrials, type Trial, type WarmStart } from './search/plan-trials.js';
export { climbInOrder, type Climb } from './search/climb-in-order.js';
export { AsynchronousHalving, expectedFits, rungsOf } from './search/halving.js';
export { decodeModelState } from './model/model-file.js';
export {
  explainerOfModel,
  type Explanation,
  type ModelExplainer,
} from './explain/explain-model.js';
export type { ExplanationSteps, Reference, ScoreScale } from './explain/explainer.js';
export { chooseCandidate } from './selection/choose-candidate.js';
export { rankCandidates, type Contender } from './selection/rank-candidates.js';
export {
  ensembleCandidates,
  membersToFit,
  type NamedCandidate,
} from './selection/compose-ensemble.js';
