export { openDatabaseEventBus } from './database-event-bus.js';
