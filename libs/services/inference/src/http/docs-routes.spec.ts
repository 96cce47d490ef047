import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveModels, type ServedModels } from '../testing/serve-models.js';

let served: ServedModels;
let http: ServedModels['http'];
beforeAll(async () => {
  served = await serveModels();
  ({ http } = served);
});
afterAll(() => served.close());

interface Operation {
  readonly parameters?: { name: string; example?: unknown }[];
  readonly requestBody?: { content: { 'application/json': { example: unknown } } };
}
interface Document {
  readonly info: { title: string; version: string };
  readonly paths: Record<string, Record<string, Operation>>;
}
const documentOf = async (model: string) =>
  (await (await http.get(`/v2/models/${model}/openapi.json`)).json()) as Document;

describe('the documentation of a model', () => {
  it.each(['prices', 'sums'])(
    'of %s has an example for each request that is answered',
    async (model) => {
      const { info, paths } = await documentOf(model);
      expect(info).toMatchObject({ title: model, version: '1' });
      const tried: string[] = [];
      for (const [path, operations] of Object.entries(paths)) {
        for (const [method, { parameters = [], requestBody }] of Object.entries(operations)) {
          const query = new URLSearchParams(
            parameters.map(({ name, example }): [string, string] => [name, String(example ?? '')]),
          );
          const response =
            method === 'get'
              ? await http.get(`${path}?${query}`)
              : await http.post(
                  path,
                  JSON.stringify(requestBody?.content['application/json'].example),
                );
          expect([path, method, response.status]).toEqual([path, method, 200]);
          tried.push(`${method} ${path.split('/').at(-1)}`);
        }
      }
      expect(tried.sort()).toEqual([
        'get predict',
        'post infer',
        'post invocations',
        'post predict',
      ]);
    },
  );

  it('names every feature with its type and the categories it knows', async () => {
    const { paths } = await documentOf('prices');
    expect(paths['/api/v1/models/prices/predict']?.['post']).toMatchObject({
      requestBody: {
        content: {
          'application/json': {
            schema: {
              properties: {
                instances: {
                  items: {
                    required: ['size', 'count', 'colour', 'new'],
                    properties: {
                      size: { type: ['number', 'null'] },
                      colour: { type: ['string', 'null'], examples: ['red', 'blue'] },
                      new: { type: ['boolean', 'string', 'null'] },
                    },
                  },
                },
              },
            },
          },
        },
      },
    });
  });

  it('tells how to ask for an explanation, and the example explains when it is turned on', async () => {
    const { paths } = await documentOf('sums');
    const { get, post } = paths['/api/v1/models/sums/predict'] ?? {};
    expect(get?.parameters?.map(({ name }) => name)).toEqual(['a', 'b', 'c', 'explain']);
    const example = post?.requestBody?.content['application/json'].example as object;
    expect(example).toMatchObject({ explain: false });
    const body = JSON.stringify({ ...example, explain: true });
    const answer = await http.post('/api/v1/models/sums/predict', body);
    expect(await answer.json()).toMatchObject({
      explanation: { contributions: [{ sum: { a: 0, b: 0, c: 0 } }] },
    });
  });

  it('is a page that reads the document beside it', async () => {
    const page = await http.get('/v2/models/prices/docs');
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(await page.text()).toContain('/docs/start.js');
    const script = await (await http.get('/docs/start.js')).text();
    const asked: string[] = [];
    for (const pathname of ['/docs', '/v2/models/prices/docs']) {
      runInNewContext(script, {
        SwaggerUIBundle: ({ url }: { url: string }) => asked.push(url),
        location: { pathname },
        sessionStorage: { getItem: () => null },
      });
    }
    expect(asked).toEqual(['/openapi.json', '/v2/models/prices/openapi.json']);
  });

  it('of a model nobody serves is not found', async () => {
    expect((await http.get('/v2/models/nobody/openapi.json')).status).toBe(404);
  });
});
