import { Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { formatAgo } from '../format/times.js';

/** How long ago something was; the exact time on hover. */
export function Ago({ time }: { readonly time: string }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 15_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <Text
      component="time"
      inherit
      dateTime={time}
      title={new Date(time).toLocaleString()}
      style={{ whiteSpace: 'nowrap' }}
    >
      {formatAgo(time, now)}
    </Text>
  );
}
