import { registryApi } from '@millrace/api';
import type { Command } from 'commander';
import type { OpenSession } from '../session.js';
import { table } from '../table.js';
import { positiveInteger } from '../whole-number.js';

export function addModelCommands(program: Command, open: OpenSession): void {
  const models = program.command('models').description('look at models, move their champion');

  models
    .command('list')
    .description('list models by name')
    .action(async () => {
      const { client, show } = open();
      const page = await client.call(registryApi.listModels, { query: { pageSize: 200 } });
      show(page, () =>
        table(
          ['model', 'versions', 'aliases'],
          page.items.map(({ name, latestVersion, aliases }) => [
            name,
            latestVersion,
            describeAliases(aliases),
          ]),
        ),
      );
    });

  models
    .command('show')
    .description('show a model with its versions, newest first')
    .argument('<name>', 'name of the model')
    .action(async (name: string) => {
      const { client, show } = open();
      const model = await client.call(registryApi.getModel, { params: { name } });
      show(model, () =>
        table(
          ['version', 'aliases', 'algorithm', 'metric', 'holdout', 'gate', 'dataset', 'sha256'],
          model.versions.map((version) => [
            version.version,
            version.aliases.join(', '),
            version.algorithm,
            version.metric,
            version.holdoutMetrics[version.metric]?.toFixed(3),
            version.gate?.decision,
            `${version.lineage.dataset} v${version.lineage.datasetVersion}`,
            version.sha256.slice(0, 12),
          ]),
        ),
      );
    });

  models
    .command('promote')
    .description('make a version the champion')
    .argument('<name>', 'name of the model')
    .argument('<version>', 'number of the version', positiveInteger)
    .action(async (name: string, version: number) => {
      const { client, show } = open();
      const params = { name, alias: 'champion' };
      const model = await client.call(registryApi.setAlias, { params, body: { version } });
      show(model, () => `${model.name}: ${describeAliases(model.aliases)}`);
    });
}

function describeAliases(aliases: Readonly<Record<string, number>>): string {
  return Object.entries(aliases)
    .map(([alias, version]) => `${alias}=v${version}`)
    .join(' ');
}
