export { isTerminal, type TaskStatus } from '../../jobs/task-record.js';
