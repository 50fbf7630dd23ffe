/** @module portico/testing */
import '../common/reflect.js';

export {
  createTestClient,
  type TestApplicationOptions,
  type TestClientOptions,
} from './create-test-client.js';
export type { AskedSample, ClientAnswers } from './answers/client-answers.js';
export { accept, cancel, decline, type AskedForm, type FormAnswer } from './answers/form-answers.js';
export type { Scripted } from './answers/script.js';
export { ToolCallError } from './calls/tool-call-error.js';
export type { MethodOf, ToolArguments, ToolClass, ToolValue } from './calls/tool-types.js';
export type { ReceivedEvent, ReceivedLog, ReceivedProgress } from './events/received.js';
export { onBothEras, type Describe } from './on-both-eras.js';
export type { PorticoMatchers } from './matchers/matcher-types.js';
export { porticoMatchers, type ExpectedText } from './matchers/portico-matchers.js';
export { TestTask } from './tasks/test-task.js';
export { TestClock } from './test-clock.js';
export type { TaskSnapshot } from '../protocol/task-client/task-client.js';
export { RequestRefused } from '../protocol/task-client/side-channel.js';
export type { TestCallOptions, TestClient } from './test-client.js';
export type { Override } from '../app/assembly/circumstances.js';
