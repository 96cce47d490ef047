export { endpoint } from './endpoint.js';
export type {
  Endpoint,
  JsonBodyOf,
  ParamsOf,
  Policy,
  QueryOf,
  RequestBody,
  ResponseBody,
  ResponseSpec,
  Role,
  TakenBodyOf,
} from './endpoint.js';
export { openApiDocument } from './openapi.js';
export type { OpenApiDocument } from './openapi.js';
export { ApiError } from './api-error.js';
export { addressOf, createClient, errorOfAnswer } from './client.js';
export type {
  AddressPartsOf,
  BytesBody,
  Client,
  ClientOptions,
  EventOf,
  QueryInputOf,
  RequestOf,
  ResultOf,
} from './client.js';
export { higherIsBetter, metricCatalogue, metricOf } from './metric-catalogue.js';
export type { MetricDescription, MetricName } from './metric-catalogue.js';
export { listOf, nameSchema, problemSchema } from './shapes.js';
export type { Problem } from './shapes.js';
export * as datasetsApi from './ingestion.js';
export * as trainingApi from './trainer.js';
export * as registryApi from './registry.js';
export * as inferenceApi from './inference.js';
export * as scoringApi from './scoring.js';
export * as trafficApi from './traffic.js';
export * as openInferenceApi from './open-inference.js';
export { algorithmCatalogue, type AlgorithmDescription } from './algorithm-catalogue.js';
export { fitNoteOf, type FitNote } from './fit-notes.js';
export { parametersOf, type ShownParameter } from './candidate-parameters.js';
export * as driftApi from './drift-monitor.js';
export { driftOutcomeOf, type DriftOutcome } from './drift-outcome.js';
export type { DatasetVersionBody } from './ingestion.js';
export type {
  CandidateUnderWay,
  LeaderboardEntry,
  TrainingEvent,
  TrainingRunBody,
} from './trainer.js';
export { afterTrainingEvent } from './training-events.js';
export type {
  ClassCurvesBody,
  DecisionBody,
  EvaluationBody,
  LearningCurvePointBody,
  SliceBody,
} from './evaluation.js';
export type { ExplanationBody, PartialDependenceBody } from './explanation.js';
export type { RollbackBody, TrafficBody } from './traffic.js';
export type { ArtifactBody, ModelBody, ModelVersionBody, RunBody } from './registry.js';
export { rankLeaderboard } from './rank-leaderboard.js';
export { isWinnerBehind } from './winner.js';
export { reasonsOf, scaleNames } from './reasons.js';
export type { Reasons } from './reasons.js';
export type { PredictionBody, PredictionExplanationBody, ServedModelBody } from './inference.js';
export type { DriftColumn, DriftHistogram, DriftReportBody, DriftSide } from './drift-monitor.js';
