export { deadLetterTopicOf, eventCodecs, topicOf } from './events.js';
export type { EventData, EventType } from './events.js';
export { fileDescriptorSet } from './gen/descriptors.js';
export { inProcessClient } from './in-process-client.js';
export type { InProcessOptions } from './in-process-client.js';
export type {
  AnyUnaryMethod,
  CallContext,
  CallMetadata,
  CallOptions,
  Client,
  Handlers,
  MessageCodec,
  ServiceDefinition,
  UnaryMethod,
} from './rpc.js';
export type {
  ChampionScore,
  DatasetRejected,
  DatasetUpdated,
  DriftDetected,
  DriftReported,
  ModelLoaded,
  ModelPromoted,
  ModelRegistered,
  ModelRejected,
  PredictionsLogged,
  TrainingCompleted,
  TrainingFailed,
  TrainingRequested,
} from './gen/millrace/events/v1/events.js';
export { DatasetServiceDefinition } from './gen/millrace/ingestion/v1/dataset_service.js';
export type {
  DatasetVersion,
  Digest,
  GetDatasetVersionRequest,
  GetDatasetVersionResponse,
} from './gen/millrace/ingestion/v1/dataset_service.js';
export { ModelServiceDefinition } from './gen/millrace/registry/v1/model_service.js';
export type {
  GetModelVersionRequest,
  GetModelVersionResponse,
  Lineage,
  ListModelsRequest,
  ListModelsResponse,
  MoveAliasRequest,
  MoveAliasResponse,
  Model,
  ModelVersion,
  RegisterModelVersionRequest,
  RegisterModelVersionResponse,
} from './gen/millrace/registry/v1/model_service.js';
export {
  RunStatus,
  TrackingServiceDefinition,
} from './gen/millrace/registry/v1/tracking_service.js';
export type {
  Artifact,
  CreateRunRequest,
  CreateRunResponse,
  GetRunRequest,
  GetRunResponse,
  Run,
  UpdateRunRequest,
  UpdateRunResponse,
} from './gen/millrace/registry/v1/tracking_service.js';
export {
  TrainingServiceDefinition,
  TrainingStatus,
} from './gen/millrace/trainer/v1/training_service.js';
export type {
  CancelTrainingRunRequest,
  CancelTrainingRunResponse,
  GetTrainingRunRequest,
  GetTrainingRunResponse,
  StartTrainingRunRequest,
  StartTrainingRunResponse,
  TrainingRun,
} from './gen/millrace/trainer/v1/training_service.js';
export { PredictionServiceDefinition } from './gen/millrace/inference/v1/prediction_service.js';
export type {
  PredictRequest,
  PredictResponse,
  Probabilities,
} from './gen/millrace/inference/v1/prediction_service.js';
export { GRPCInferenceServiceDefinition } from './gen/inference/open_inference.js';
export type {
  InferParameter,
  InferTensorContents,
  ModelInferRequest,
  ModelInferRequest_InferInputTensor,
  ModelInferResponse,
  ModelInferResponse_InferOutputTensor,
  ModelMetadataResponse,
  ModelStatistics,
} from './gen/inference/open_inference.js';
export { DriftServiceDefinition } from './gen/millrace/drift/v1/drift_service.js';
export type {
  CreateDriftReportRequest,
  CreateDriftReportResponse,
  GetDriftReportRequest,
  GetDriftReportResponse,
} from './gen/millrace/drift/v1/drift_service.js';
