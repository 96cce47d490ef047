import { runSpecimen } from './specimen.js';
import { serveTasks } from './serve-tasks.js';

serveTasks(runSpecimen);
