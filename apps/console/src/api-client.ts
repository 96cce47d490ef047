import { createClient } from '@millrace/api';
import { readSessionKey } from './session-key.js';

/** The client of the server that the page came from. */
export const api = createClient({ baseUrl: '', apiKey: () => readSessionKey() });
