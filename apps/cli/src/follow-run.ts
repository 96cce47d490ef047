import { setTimeout as wait } from 'node:timers/promises';
import {
  afterTrainingEvent,
  trainingApi,
  type Client,
  type TrainingEvent,
  type TrainingRunBody,
} from '@millrace/api';
import { NegativeResult, type Terminal } from './session.js';

/** Follows a run to its end: by its events while they last, then by asking. */
export async function followRun(
  client: Client,
  id: string,
  terminal: Terminal,
): Promise<TrainingRunBody> {
  const params = { id };
  let said = '';
  const say = (line: string | undefined) => {
    if (line !== undefined && line !== said) terminal.err(line);
    said = line ?? said;
  };
  const hasEnded = (run: TrainingRunBody) => run.status !== 'queued' && run.status !== 'running';
  let run: TrainingRunBody | undefined;
  try {
    for await (const event of client.follow(trainingApi.followTrainingRun, { params })) {
      run = afterTrainingEvent(run, event);
      if (run) say(lineOf(event, run));
      if (run && hasEnded(run)) return run;
    }
  } catch {
    // A proxy may not let events through; the run itself still answers.
  }
  for (;;) {
    const found = await client.call(trainingApi.getTrainingRun, { params });
    say(summaryOf(found));
    if (hasEnded(found)) return found;
    await wait(1_000);
  }
}

/** @throws NegativeResult when the run has not come to a model */
export function refuseUnlessSucceeded({ status, reason }: TrainingRunBody): void {
  if (status === 'succeeded') return;
  throw new NegativeResult(`The run ${verbs[status] ?? status}${reason ? `: ${reason}` : '.'}`);
}

const verbs: Readonly<Record<string, string>> = { cancelled: 'was cancelled' };

/** A line for what a person wants to see go by; undefined for what would only be noise. */
function lineOf(event: TrainingEvent, run: TrainingRunBody): string | undefined {
  const value = (metrics: Readonly<Record<string, number>>) => {
    const score = metrics[run.metric];
    return score === undefined ? '' : `, ${run.metric} ${score.toFixed(4)}`;
  };
  switch (event.event) {
    case 'run':
      return summaryOf(run);
    case 'trial':
      return event.candidate.foldsDone === 0
        ? undefined
        : `${standingOf(run)}  ${event.candidate.name}: goes on to ${event.candidate.folds} folds`;
    case 'fold': {
      const { name, foldsDone, folds } = event.candidate;
      return `${standingOf(run)}  ${name}: fold ${foldsDone} of ${folds}${value(event.metrics)}`;
    }
    case 'candidate': {
      const { name, status, reason, validation } = event.candidate;
      const outcome = status === 'succeeded' ? '' : `, ${reason ?? ''}`;
      return `${standingOf(run)}  ${name}: ${status}${value(validation)}${outcome}`;
    }
  }
}

function summaryOf(run: TrainingRunBody): string {
  const count = run.leaderboard.length;
  return `${standingOf(run)}  ${run.status}, ${count} candidate${count === 1 ? '' : 's'} done`;
}

function standingOf({ progress, secondsLeft }: TrainingRunBody): string {
  const percent = `${Math.floor(progress * 100)}%`.padStart(4);
  return secondsLeft === undefined ? percent : `${percent}, ${spanOf(secondsLeft)} left`;
}

function spanOf(seconds: number): string {
  const whole = Math.ceil(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
