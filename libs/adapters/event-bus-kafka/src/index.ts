export { openKafkaEventBus } from './kafka-event-bus.js';
export type { KafkaBusOptions } from './kafka-connection.js';
