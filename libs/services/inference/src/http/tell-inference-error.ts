import type { PlatformError, ToldError } from '@millrace/platform';

/** Faults told at most: the protocol has one text for all of them. */
const told = 5;

/** An error as the Open Inference Protocol tells it: one text that says what is wrong and where. */
export function inferenceErrorText({ message, faults }: PlatformError): string {
  const [first] = faults;
  if (first?.field === undefined || message.startsWith(first.field)) return message;
  const listed = faults
    .slice(0, told)
    .map(({ field, message: wrong }) => `${field ?? ''} ${wrong}`);
  const more = faults.length > told ? `; and ${faults.length - told} more` : '';
  return `${message} ${listed.join('; ')}${more}.`;
}

export function tellInferenceError(error: PlatformError): ToldError {
  // Clients compare the content type as a whole.
  return { json: { error: inferenceErrorText(error) }, contentType: 'application/json' };
}
