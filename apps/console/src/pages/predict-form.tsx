import type { PredictionBody, ServedModelBody } from '@millrace/api';
import { inferenceApi, reasonsOf } from '@millrace/api';
import {
  Button,
  Code,
  CopyButton,
  Grid,
  Select,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
} from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../api-client.js';
import { ContributionBars } from '../charts/contribution-bars.js';
import { ProbabilityBars } from '../charts/probability-bars.js';
import { curlCommand } from '../curl-command.js';
import { rowOf, textsOf } from '../feature-form.js';
import type { FeatureRow, SignatureInput } from '../feature-form.js';
import { formatNumber } from '../format/numbers.js';
import { Empty } from '../parts/empty.js';
import { ErrorAlert } from '../parts/error-alert.js';
import { Section } from '../parts/section.js';

export function PredictForm({ served }: { readonly served: ServedModelBody }) {
  const { model, signature, inputExample } = served;
  const [texts, setTexts] = useState(() => textsOf(signature, inputExample));
  const { row, errors } = rowOf(signature, texts);
  const predict = useMutation({
    mutationFn: async (asked: FeatureRow) => {
      const body = { instances: [{ ...asked }], explain: true };
      return {
        asked,
        answer: await api.call(inferenceApi.predict, { params: { name: model }, body }),
      };
    },
  });
  const { answer, asked } = predict.data ?? {};
  const predicted = answer?.predictions[0];
  const reasons = answer && reasonsOf(answer, 0);
  const command = curlCommand(window.location.origin, model, {
    instances: [{ ...row }],
    ...(reasons && { explain: true }),
  });
  return (
    <Grid gap="lg">
      <Grid.Col span={{ base: 12, md: 7 }}>
        <Section
          title="Features"
          hint="Filled with a row of the training data. An empty field is a missing value."
          actions={
            <Button
              variant="default"
              size="xs"
              onClick={() => setTexts(textsOf(signature, inputExample))}
            >
              Reset
            </Button>
          }
        >
          <form
            onSubmit={(event) => {
              event.preventDefault();
              predict.mutate(row);
            }}
          >
            <SimpleGrid cols={{ base: 1, xs: 2, lg: 3 }} spacing="sm" mb="lg">
              {signature.inputs.map((input) => (
                <FeatureField
                  key={input.name}
                  input={input}
                  value={texts[input.name] ?? ''}
                  error={errors[input.name]}
                  onChange={(value) => setTexts((before) => ({ ...before, [input.name]: value }))}
                />
              ))}
            </SimpleGrid>
            <Button
              type="submit"
              loading={predict.isPending}
              disabled={Object.keys(errors).length > 0}
            >
              Predict {signature.target}
            </Button>
          </form>
        </Section>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 5 }}>
        <Stack>
          <Section title="Prediction">
            {predict.error && <ErrorAlert title="No prediction" error={predict.error} />}
            {answer ? (
              <div role="status" aria-label="Prediction">
                <Text size="sm" c="dimmed">
                  {signature.target}
                </Text>
                <Text size="2rem" fw={700} mb="md" lh={1.2} className="break-anywhere">
                  {typeof predicted === 'number' ? formatNumber(predicted) : predicted}
                </Text>
                {answer.probabilities && (
                  <ProbabilityBars
                    probabilities={answer.probabilities[0] ?? {}}
                    predicted={String(predicted)}
                  />
                )}
                <Text size="xs" c="dimmed" mt="md">
                  Answered by {answer.model} v{answer.version}
                </Text>
              </div>
            ) : (
              !predict.error && <Empty title="Nothing asked yet">Press the button.</Empty>
            )}
          </Section>
          {reasons && asked && (
            <Section title="Why" hint={reasonsHint(answer)}>
              <ContributionBars reasons={reasons} row={asked} />
            </Section>
          )}
          <Section
            title="The same from a shell"
            actions={
              <CopyButton value={command}>
                {({ copied, copy }) => (
                  <Button size="xs" variant="default" onClick={copy}>
                    {copied ? 'Copied' : 'Copy'}
                  </Button>
                )}
              </CopyButton>
            }
          >
            <Code
              block
              aria-label="curl command"
              style={{ whiteSpace: 'pre-wrap' }}
              className="break-anywhere"
            >
              {command}
            </Code>
          </Section>
        </Stack>
      </Grid.Col>
    </Grid>
  );
}

function reasonsHint({ explanation }: PredictionBody): string {
  const reference =
    explanation?.reference === 'training-rows'
      ? 'what it is for the training rows on average'
      : 'what it is for a row of which nothing is known';
  const calibrated =
    explanation?.calibratedAfterwards === true ? ' Probabilities are calibrated afterwards.' : '';
  const orders = explanation?.background?.orders;
  const estimated =
    orders === undefined ? '' : ` Estimated from ${String(orders)} orders of the features.`;
  return `What each feature adds, counted from ${reference}.${estimated}${calibrated}`;
}

interface FeatureFieldProps {
  readonly input: SignatureInput;
  readonly value: string;
  readonly error: string | undefined;
  readonly onChange: (value: string) => void;
}

function FeatureField({ input, value, error, onChange }: FeatureFieldProps) {
  const choices = input.type === 'boolean' ? ['true', 'false'] : input.categories;
  if (choices && choices.length <= 200) {
    return (
      <Select
        label={input.name}
        size="sm"
        data={[...choices]}
        value={value === '' ? null : value}
        onChange={(chosen) => onChange(chosen ?? '')}
        placeholder="missing"
        clearable
        searchable={choices.length > 8}
      />
    );
  }
  const isNumeric = input.type === 'number' || input.type === 'integer';
  return (
    <TextInput
      label={input.name}
      size="sm"
      inputMode={isNumeric ? 'decimal' : 'text'}
      placeholder="missing"
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={error}
    />
  );
}
