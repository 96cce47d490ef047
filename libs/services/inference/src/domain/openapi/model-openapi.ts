import type { OpenApiDocument } from '@millrace/api';
import type { ModelInput } from '@millrace/ml';
import { isNumeric } from '../feature-value.js';
import type { LoadedModel } from '../loaded-model.js';
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
          parameters: signature.inputs.map((input) => queryParameter(input, loaded)),
        }),
        post: operation('predict', 'Predict for named features, an object a row.', answers, {
          requestBody: jsonBody(listOf('instances', rowSchema(signature.inputs)), {
            instances: [loaded.inputExample],
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

function listOf(name: string, items: Schema): Schema {
  return objectOf({ [name]: { type: 'array', minItems: 1, items } });
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
    return objectOf({ ...head, predictions: { type: 'array', items: { type: 'number' } } });
  }
  const byClass = Object.fromEntries(classes.map((label) => [label, { type: 'number' }]));
  return objectOf({
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
  return listOf('inputs', tensorSchema(signature.inputs.map(({ name }) => name)));
}

function tensorsSchema({ signature }: LoadedModel): Schema {
  const names =
    signature.task === 'regression' ? [predictionOutput] : [labelOutput, probabilitiesOutput];
  return objectOf({
    model_name: { type: 'string' },
    model_version: { type: 'string' },
    outputs: { type: 'array', items: tensorSchema(names) },
  });
}

function inferExample(loaded: LoadedModel): Schema {
  return {
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
  return objectOf({
    dataframe_split: objectOf({
      columns: { type: 'array', items: { type: 'string', enum: inputs.map(({ name }) => name) } },
      data: { type: 'array', items: { type: 'array', items: {} } },
    }),
  });
}

function splitExample({ inputExample, signature }: LoadedModel): Schema {
  const columns = signature.inputs.map(({ name }) => name);
  const row = columns.map((name) => inputExample[name] ?? null);
  return { dataframe_split: { columns, data: [row] } };
}

function scoringSchema({ signature: { task, classes } }: LoadedModel): Schema {
  const items = task === 'regression' ? { type: 'number' } : { type: 'string', enum: classes };
  return objectOf({ predictions: { type: 'array', items } });
}
