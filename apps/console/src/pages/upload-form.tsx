import { datasetsApi, nameSchema } from '@millrace/api';
import {
  Alert,
  Anchor,
  Button,
  FileInput,
  Group,
  Progress,
  SimpleGrid,
  Stack,
  TextInput,
} from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { formatBytes, formatCount } from '../format/numbers.js';
import { ErrorAlert } from '../parts/error-alert.js';
import { uploadDataset } from '../upload.js';

interface UploadFormProps {
  /** The dataset that gets the new version; without it the person names one. */
  readonly dataset?: string;
  readonly target?: string | undefined;
}

export function UploadForm({ dataset, target: givenTarget }: UploadFormProps) {
  const [file, setFile] = useState<File | null>(null);
  const [name, setName] = useState(dataset ?? '');
  const [target, setTarget] = useState(givenTarget ?? '');
  const [progress, setProgress] = useState(0);
  const queries = useQueryClient();
  const upload = useMutation({
    mutationFn: (chosen: File) =>
      uploadDataset({
        name,
        target: target.trim() || undefined,
        file: chosen,
        onProgress: setProgress,
      }),
    onSuccess: () => {
      setFile(null);
      for (const { operationId } of [datasetsApi.listDatasets, datasetsApi.listDatasetVersions]) {
        void queries.invalidateQueries({ queryKey: [operationId] });
      }
    },
  });
  const checkedName = nameSchema.safeParse(name);
  const nameError =
    name === '' || checkedName.success ? undefined : checkedName.error.issues[0]?.message;
  const choose = (chosen: File | null) => {
    setFile(chosen);
    upload.reset();
    if (chosen && name === '') setName(nameFor(chosen.name));
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setProgress(0);
        if (file) upload.mutate(file);
      }}
    >
      <Stack>
        <SimpleGrid cols={{ base: 1, sm: dataset ? 2 : 3 }}>
          <FileInput
            label="File"
            placeholder="Choose a CSV file"
            accept=".csv,.gz,text/csv,application/gzip"
            description={file ? formatBytes(file.size) : 'CSV, also gzipped'}
            value={file}
            onChange={choose}
            clearable
            required
          />
          {dataset === undefined && (
            <TextInput
              label="Dataset name"
              description="New, or one that gets a new version"
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              error={nameError}
              required
            />
          )}
          <TextInput
            label="Target column"
            description="What a model shall predict; optional"
            value={target}
            onChange={(event) => setTarget(event.currentTarget.value)}
          />
        </SimpleGrid>
        {upload.isPending && (
          <Progress value={progress * 100} animated={progress >= 1} aria-label="Upload progress" />
        )}
        {upload.error && <ErrorAlert title="The file was refused" error={upload.error} />}
        {upload.data && (
          <Alert color="teal" variant="light" role="status">
            {upload.data.isNew ? 'Uploaded: ' : 'These bytes are known already: '}
            <Anchor
              component={Link}
              size="sm"
              to={`/datasets/${encodeURIComponent(upload.data.version.dataset)}`}
            >
              {upload.data.version.dataset} v{upload.data.version.version}
            </Anchor>
            , {formatCount(upload.data.version.rows)} rows.
          </Alert>
        )}
        <Group>
          <Button type="submit" loading={upload.isPending} disabled={!file || !checkedName.success}>
            Upload
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** A dataset name made from a file name: `My file.csv.gz` → `My-file`. */
function nameFor(fileName: string): string {
  return fileName
    .replace(/(\.csv)?(\.gz)?$/i, '')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, 128);
}
