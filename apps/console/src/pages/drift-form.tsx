import { datasetsApi, driftApi, registryApi } from '@millrace/api';
import {
  Button,
  Group,
  NumberInput,
  SegmentedControl,
  Select,
  SimpleGrid,
  Stack,
} from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { api } from '../api-client.js';
import { driftRequest } from '../drift-request.js';
import type { DriftSubject } from '../drift-request.js';
import { ErrorAlert } from '../parts/error-alert.js';
import { endpointQuery } from '../queries.js';

const versionOf = (value: number | string) => (typeof value === 'number' ? value : undefined);

export function DriftForm() {
  const [subject, setSubject] = useState<DriftSubject>('dataset');
  const [model, setModel] = useState<string | null>(null);
  const [dataset, setDataset] = useState<string | null>(null);
  const [reference, setReference] = useState<number | string>('');
  const [current, setCurrent] = useState<number | string>('');
  const navigate = useNavigate();
  const datasets = useQuery(endpointQuery(datasetsApi.listDatasets, { query: { pageSize: 200 } }));
  const models = useQuery(endpointQuery(registryApi.listModels, { query: { pageSize: 200 } }));
  const body = driftRequest(subject, {
    model: model ?? undefined,
    dataset: dataset ?? undefined,
    referenceVersion: versionOf(reference),
    currentVersion: versionOf(current),
  });
  const make = useMutation({
    mutationFn: (wanted: NonNullable<typeof body>) =>
      api.call(driftApi.createDriftReport, { body: wanted }),
    onSuccess: ({ id }) => navigate(`/drift/${id}`),
  });
  const latest = datasets.data?.items.find(({ name }) => name === dataset)?.latestVersion;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (body) make.mutate(body);
      }}
    >
      <Stack>
        <Group>
          <SegmentedControl
            aria-label="What to compare"
            value={subject}
            onChange={(value) => setSubject(value === 'model' ? 'model' : 'dataset')}
            data={[
              { value: 'dataset', label: 'Two versions of a dataset' },
              { value: 'model', label: 'A model’s training data with new rows' },
            ]}
          />
        </Group>
        <SimpleGrid cols={{ base: 1, sm: 3 }}>
          {subject === 'model' && (
            <Select
              label="Model"
              data={models.data?.items.map(({ name }) => name) ?? []}
              value={model}
              onChange={setModel}
              error={models.error?.message}
              required
            />
          )}
          <Select
            label={subject === 'model' ? 'New rows' : 'Dataset'}
            placeholder={subject === 'model' ? 'the model’s predictions so far' : undefined}
            data={datasets.data?.items.map(({ name }) => name) ?? []}
            value={dataset}
            onChange={setDataset}
            error={datasets.error?.message}
            required={subject === 'dataset'}
            clearable={subject === 'model'}
          />
          {subject === 'dataset' && (
            <NumberInput
              label="Reference version"
              placeholder="the one before"
              min={1}
              max={latest ?? 2 ** 31 - 1}
              allowDecimal={false}
              value={reference}
              onChange={setReference}
            />
          )}
          <NumberInput
            label={subject === 'model' ? 'Version of the new rows' : 'Current version'}
            placeholder={latest ? `newest (v${latest})` : 'newest'}
            min={1}
            max={latest ?? 2 ** 31 - 1}
            allowDecimal={false}
            value={current}
            onChange={setCurrent}
            disabled={dataset === null}
          />
        </SimpleGrid>
        {make.error && <ErrorAlert title="No report was made" error={make.error} />}
        <Group>
          <Button type="submit" loading={make.isPending} disabled={!body}>
            Compare
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
