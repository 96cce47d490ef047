import { Anchor } from '@mantine/core';
import { Link } from 'react-router';
import { Empty } from '../parts/empty.js';
import { Page } from '../parts/page.js';

export function NotFoundPage() {
  return (
    <Page title="No such page">
      <Empty title="There is nothing at this address.">
        Go to the{' '}
        <Anchor component={Link} to="/">
          overview
        </Anchor>
        .
      </Empty>
    </Page>
  );
}
