import { it } from 'vitest';
import { demo, type ConsoleVisit } from '../console-visit.js';

/** The overview. */
export function visitOverview(visit: ConsoleVisit): void {
  it('sees the champion on the overview', async () => {
    await visit.page.goto(visit.millrace.origin);
    await visit.title('Overview');
    const card = visit.page.getByRole('article', { name: `Model ${demo}` });
    await card.getByText('champion v1').waitFor();
    await card.getByText(/^[01]\.\d{3}$/).waitFor();
    await visit.picture('overview-light');
    await visit.page.emulateMedia({ colorScheme: 'dark' });
    await visit.picture('overview-dark');
    await visit.page.emulateMedia({ colorScheme: 'light' });
  });
}
