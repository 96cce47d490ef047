import type { Socket } from 'node:net';

const admitted = new WeakSet<Socket>();

/** The next request of a connection has been let in already, and no shortcut answers it. */
export function markAdmitted(socket: Socket): void {
  admitted.add(socket);
}

/** Whether that is so; asked once a request. */
export function takeAdmitted(socket: Socket): boolean {
  return admitted.delete(socket);
}
