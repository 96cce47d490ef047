import { algorithmCatalogue, datasetsApi, metricCatalogue, trainingApi } from '@millrace/api';
import {
  Autocomplete,
  Button,
  Group,
  MultiSelect,
  NumberInput,
  Select,
  SimpleGrid,
  Stack,
  TextInput,
} from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { api } from '../api-client.js';
import { ErrorAlert } from '../parts/error-alert.js';
import { endpointQuery } from '../queries.js';

interface StartRunFormProps {
  readonly dataset: string | undefined;
}

const metricsOf = (task: string | null) =>
  metricCatalogue
    .filter(({ tasks }) => task === null || tasks.some((each) => each === task))
    .map(({ name, label }) => ({ value: name, label }));

const algorithms = algorithmCatalogue.map(({ name }) => name);

const tasks = [
  { value: 'binary', label: 'Two classes' },
  { value: 'multiclass', label: 'Several classes' },
  { value: 'regression', label: 'A number' },
];

const splits = [
  { value: 'group', label: 'Whole groups of rows' },
  { value: 'time', label: 'The newest rows' },
];

export function StartRunForm({ dataset: given }: StartRunFormProps) {
  const [dataset, setDataset] = useState(given ?? null);
  const [version, setVersion] = useState<number | string>('');
  const [metric, setMetric] = useState<string | null>(null);
  const [task, setTask] = useState<string | null>(null);
  const [positiveClass, setPositiveClass] = useState('');
  const [splitKind, setSplitKind] = useState<string | null>(null);
  const [splitColumn, setSplitColumn] = useState('');
  const [leaveOut, setLeaveOut] = useState<string[]>([]);
  const [candidates, setCandidates] = useState<string[]>([]);
  const [target, setTarget] = useState('');
  const [model, setModel] = useState('');
  const [seed, setSeed] = useState<number | string>('');
  const [trials, setTrials] = useState<number | string>('');
  const [searchSeconds, setSearchSeconds] = useState<number | string>('');
  const [timeLimit, setTimeLimit] = useState<number | string>('');
  const mayBeTwoClasses = task === null || task === 'binary';
  const navigate = useNavigate();
  const datasets = useQuery(endpointQuery(datasetsApi.listDatasets, { query: { pageSize: 200 } }));
  const start = useMutation({
    mutationFn: (name: string) => {
      const chosenMetric = trainingApi.metricNameSchema.safeParse(metric);
      const chosenTask = trainingApi.taskSchema.safeParse(task);
      const chosenSplit = trainingApi.splitBySchema.safeParse({
        kind: splitKind,
        column: splitColumn.trim(),
      });
      return api.call(trainingApi.startTrainingRun, {
        body: {
          dataset: name,
          ...(typeof version === 'number' ? { version } : {}),
          ...(chosenMetric.success ? { metric: chosenMetric.data } : {}),
          ...(chosenTask.success ? { task: chosenTask.data } : {}),
          ...(mayBeTwoClasses && positiveClass.trim()
            ? { positiveClass: positiveClass.trim() }
            : {}),
          ...(chosenSplit.success ? { splitBy: chosenSplit.data } : {}),
          ...(leaveOut.length > 0 ? { leaveOut } : {}),
          ...(candidates.length > 0 ? { candidates } : {}),
          ...(target.trim() ? { target: target.trim() } : {}),
          ...(model.trim() ? { model: model.trim() } : {}),
          ...(typeof seed === 'number' ? { seed } : {}),
          ...(typeof trials === 'number' || typeof searchSeconds === 'number'
            ? {
                search: {
                  ...(typeof trials === 'number' ? { trials } : {}),
                  ...(typeof searchSeconds === 'number' ? { seconds: searchSeconds } : {}),
                },
              }
            : {}),
          ...(typeof timeLimit === 'number' ? { timeLimitSeconds: timeLimit } : {}),
        },
      });
    },
    onSuccess: ({ id }) => navigate(`/training/${id}`),
  });
  const found = datasets.data?.items.find(({ name }) => name === dataset);
  const columns = useColumns(dataset, typeof version === 'number' ? version : found?.latestVersion);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (dataset) start.mutate(dataset);
      }}
    >
      <Stack>
        <SimpleGrid cols={{ base: 1, sm: 3 }}>
          <Select
            label="Dataset"
            data={datasets.data?.items.map(({ name }) => name) ?? (given ? [given] : [])}
            value={dataset}
            onChange={(chosen) => {
              setDataset(chosen);
              setLeaveOut([]);
            }}
            error={datasets.error?.message}
            nothingFoundMessage="No datasets"
            searchable
            required
          />
          <NumberInput
            label="Version"
            placeholder={found ? `newest (v${found.latestVersion})` : 'newest'}
            min={1}
            max={found?.latestVersion ?? 2 ** 31 - 1}
            allowDecimal={false}
            value={version}
            onChange={setVersion}
          />
          <Autocomplete
            label="Target column"
            placeholder={found?.target ?? 'the dataset’s own'}
            data={columns}
            value={target}
            onChange={setTarget}
          />
          <TextInput
            label="Name of the model"
            placeholder={dataset ?? 'the dataset’s'}
            value={model}
            onChange={(event) => setModel(event.currentTarget.value)}
          />
          <Select
            label="Metric to choose by"
            placeholder="F1; of numbers RMSE"
            data={metricsOf(task)}
            value={metric}
            onChange={setMetric}
            clearable
          />
          <Select
            label="Task"
            placeholder="what the target looks like"
            data={tasks}
            value={task}
            onChange={setTask}
            clearable
          />
          {mayBeTwoClasses && (
            <TextInput
              label="Positive class, of two"
              placeholder="the second in order"
              value={positiveClass}
              onChange={(event) => setPositiveClass(event.currentTarget.value)}
            />
          )}
          <Select
            label="Hold out"
            placeholder="rows by chance"
            data={splits}
            value={splitKind}
            onChange={setSplitKind}
            clearable
          />
          {splitKind !== null && (
            <Autocomplete
              label={splitKind === 'group' ? 'Column that names the group' : 'Column of the time'}
              data={columns}
              value={splitColumn}
              onChange={setSplitColumn}
              required
            />
          )}
          <MultiSelect
            label="Columns to leave out"
            placeholder={leaveOut.length === 0 ? 'none' : ''}
            data={columns}
            value={leaveOut}
            onChange={setLeaveOut}
            nothingFoundMessage="No such column"
            searchable
          />
          <MultiSelect
            label="Candidates"
            placeholder={candidates.length === 0 ? 'all' : ''}
            data={algorithms}
            value={candidates}
            onChange={setCandidates}
            searchable
          />
          <NumberInput
            label="Seed"
            placeholder="by chance"
            min={0}
            max={2 ** 31 - 1}
            allowDecimal={false}
            value={seed}
            onChange={setSeed}
          />
          <NumberInput
            label="Search: trials"
            placeholder="no search"
            min={1}
            max={500}
            allowDecimal={false}
            value={trials}
            onChange={setTrials}
          />
          <NumberInput
            label="Search: seconds"
            placeholder="until its trials are done"
            min={1}
            max={86_400}
            allowDecimal={false}
            value={searchSeconds}
            onChange={setSearchSeconds}
          />
          <NumberInput
            label="Time limit of the run, in seconds"
            placeholder="as long as it takes"
            min={1}
            max={604_800}
            allowDecimal={false}
            value={timeLimit}
            onChange={setTimeLimit}
          />
        </SimpleGrid>
        {start.error && <ErrorAlert title="The run was not started" error={start.error} />}
        <Group>
          <Button type="submit" loading={start.isPending} disabled={!dataset}>
            Start training
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** The columns of a dataset version, to choose from; none while they are not known. */
function useColumns(dataset: string | null, version: number | undefined): string[] {
  const params = { name: dataset ?? '', version: version ?? 1 };
  const { data } = useQuery({
    ...endpointQuery(datasetsApi.getDatasetVersion, { params }),
    enabled: dataset !== null && version !== undefined,
  });
  return data?.columns.map(({ name }) => name) ?? [];
}
