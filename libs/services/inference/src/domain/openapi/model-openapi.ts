import { inferenceApi, type OpenApiDocument } from '@millrace/api';
import type { ModelInput } from '@millrace/ml';
import { isNumeric } from '../feature-value.js';
import type { LoadedModel } from '../loaded-model.js';
import { explanationOutputs } from '../oip/explanation-tensors.js';
import { modelMetadata } from '../oip/model-metadata.js';
import { labelOutput, predictionOutput, probabilitiesOutput } from '../oip/output-tensors.js';

type Schema = Readonly<Record<string, unknown>>;

/**
 * The OpenAPI 3.1 document of one model: its features by name and type, every protocol it answers in, and its input
 * example filled in, so that each request can be tried as it stands.
 */
export function modelOpenApi(loaded: LoadedModel): OpenApiDocument {
  const { model, version, algorithm, signature } = loaded;
  const answers = predictionSchema(loaded);
  return {
    openapi: '3.1.0',
    info: {
      title: model,
      version: String(version),
      description:
        `Version ${version}, ${algorithm}: from ${signature.inputs.length} features to ` +
        `${JSON.stringify(signature.target)}.`,
    },
    paths: {
      [`/api/v1/models/${model}/predict`]: {
        get: operation('predictOne', 'Predict for one row in the query.', answers, {
          parameters: [
            ...signature.inputs.map((input) => queryParameter(input, loaded)),
            ...explainParameter(loaded),
          ],
        }),
        post: operation('predict', 'Predict for named features, an object a row.', answers, {
          requestBody: jsonBody(predictSchema(signature.inputs), {
            instances: [loaded.inputExample],
            explain: false,
          }),
        }),
      },
      [`/v2/models/${model}/infer`]: {
        post: operation(
          'infer',
          'Open Inference Protocol: a tensor a feature.',
          tensorsSchema(loaded),
          {
            requestBody: jsonBody(inferSchema(loaded), inferExample(loaded)),
          },
        ),
      },
      [`/api/v1/models/${model}/invocations`]: {
        post: operation('invocations', 'MLflow: a dataframe of rows.', scoringSchema(loaded), {
          requestBody: jsonBody(splitSchema(signature.inputs), splitExample(loaded)),
        }),
      },
    },
    components: { securitySchemes: { apiKey: { type: 'http', scheme: 'bearer' } } },
    security: [{ apiKey: [] }],
  };
}

function explainParameter({ inputs }: LoadedModel): Schema[] {
  if (inputs.columnOf('explain') !== undefined) return [];
  const schema = { type: 'boolean', default: false };
  return [
    { name: 'explain', in: 'query', required: false, ...explainable, schema, example: false },
  ];
}

const explainable = {
  description: `Tell what each feature adds to the answer, of ${inferenceApi.maxExplainedRows} rows at most.`,
};

const flagSchema = { type: 'boolean', default: false, ...explainable };

function predictSchema(inputs: readonly ModelInput[]): Schema {
  const instances = { type: 'array', minItems: 1, items: rowSchema(inputs) };
  return {
    ...objectOf({ instances }),
    properties: { instances, explain: flagSchema },
  };
}

/** What an explanation is, by the names of this model's scores and features. */
const explanationSchema = {
  type: 'object',
  description:
    'Where it was asked for: to each score of each row, what every feature adds; with the base value they add up to the score.',
  properties: {
    scale: { type: 'string', enum: ['value', 'probability', 'log-odds', 'class-score'] },
    method: { type: 'string', enum: ['exact', 'rescaled', 'sampled'] },
    calibratedAfterwards: { type: 'boolean' },
    reference: { type: 'string', enum: ['training-rows', 'nothing-known'] },
    background: {
      type: 'object',
      properties: { rows: { type: 'integer' }, orders: { type: 'integer' } },
    },
    baseValues: { type: 'object', additionalProperties: { type: 'number' } },
    contributions: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: { type: 'object', additionalProperties: { type: 'number' } },
      },
    },
  },
};

/** An answer that may have its explanation beside it. */
function explainedSchema(properties: Readonly<Record<string, Schema>>): Schema {
  return { ...objectOf(properties), properties: { ...properties, explanation: explanationSchema } };
}

function operation(operationId: string, summary: string, answer: Schema, request: object): Schema {
  const content = { 'application/json': { schema: answer } };
  return {
    operationId,
    summary,
    ...request,
    responses: {
      200: { description: 'What the model says.', content },
      default: { description: 'What was wrong, and where.' },
    },
  };
}

function jsonBody(schema: Schema, example: unknown): Schema {
  return { required: true, content: { 'application/json': { schema, example } } };
}

function objectOf(properties: Readonly<Record<string, Schema>>): Schema {
  return { type: 'object', required: Object.keys(properties), properties };
}

/** Any text is taken for a category; those that were learned from are told. */
function featureSchema(input: ModelInput): Schema {
  if (isNumeric(input)) return { type: ['number', 'null'] };
  const type = input.type === 'boolean' ? ['boolean', 'string', 'null'] : ['string', 'null'];
  return { type, ...(input.categories && { examples: input.categories.slice(0, 50) }) };
}

function rowSchema(inputs: readonly ModelInput[]): Schema {
  return {
    ...objectOf(Object.fromEntries(inputs.map((input) => [input.name, featureSchema(input)]))),
    additionalProperties: false,
  };
}

function queryParameter(input: ModelInput, { inputExample }: LoadedModel): Schema {
  const example = inputExample[input.name];
  return {
    name: input.name,
    in: 'query',
    required: true,
    allowEmptyValue: true,
    schema: { type: isNumeric(input) ? 'number' : 'string' },
    ...(example !== null && example !== undefined && { example }),
  };
}

function predictionSchema({ signature: { task, classes } }: LoadedModel): Schema {
  const head = { model: { type: 'string' }, version: { type: 'integer' } };
  if (task === 'regression') {
    return explainedSchema({ ...head, predictions: { type: 'array', items: { type: 'number' } } });
  }
  const byClass = Object.fromEntries(classes.map((label) => [label, { type: 'number' }]));
  return explainedSchema({
    ...head,
    predictions: { type: 'array', items: { type: 'string', enum: classes } },
    probabilities: { type: 'array', items: objectOf(byClass) },
  });
}

function tensorSchema(names: readonly string[]): Schema {
  return objectOf({
    name: { type: 'string', enum: names },
    shape: { type: 'array', items: { type: 'integer', minimum: 0 } },
    datatype: { type: 'string' },
    data: { type: 'array', items: {} },
  });
}

function inferSchema({ signature }: LoadedModel): Schema {
  const inputs = {
    type: 'array',
    minItems: 1,
    items: tensorSchema(signature.inputs.map(({ name }) => name)),
  };
  const parameters = { type: 'object', properties: { explain: flagSchema } };
  return { ...objectOf({ inputs }), properties: { inputs, parameters } };
}

function tensorsSchema({ signature }: LoadedModel): Schema {
  const names =
    signature.task === 'regression' ? [predictionOutput] : [labelOutput, probabilitiesOutput];
  return objectOf({
    model_name: { type: 'string' },
    model_version: { type: 'string' },
    outputs: { type: 'array', items: tensorSchema([...names, ...explanationOutputs]) },
  });
}

function inferExample(loaded: LoadedModel): Schema {
  return {
    parameters: { explain: false },
    inputs: modelMetadata(loaded).inputs.map(({ name, datatype }) => {
      const value = loaded.inputExample[name] ?? null;
      return {
        name,
        shape: [1, 1],
        datatype,
        data: [datatype === 'BYTES' && value !== null ? String(value) : value],
      };
    }),
  };
}

function splitSchema(inputs: readonly ModelInput[]): Schema {
  const split = objectOf({
    columns: { type: 'array', items: { type: 'string', enum: inputs.map(({ name }) => name) } },
    data: { type: 'array', items: { type: 'array', items: {} } },
  });
  const params = { type: 'object', properties: { explain: flagSchema } };
  return {
    ...objectOf({ dataframe_split: split }),
    properties: { dataframe_split: split, params },
  };
}

function splitExample({ inputExample, signature }: LoadedModel): Schema {
  const columns = signature.inputs.map(({ name }) => name);
  const row = columns.map((name) => inputExample[name] ?? null);
  return { dataframe_split: { columns, data: [row] }, params: { explain: false } };
}

function scoringSchema({ signature: { task, classes } }: LoadedModel): Schema {
  const items = task === 'regression' ? { type: 'number' } : { type: 'string', enum: classes };
  return explainedSchema({ predictions: { type: 'array', items } });
}
