/** @module portico/testing */
import 'reflect-metadata';

export { createTestClient, type TestClientOptions } from './create-test-client.js';
export type { AskedForm, ClientAnswers, FormAnswer } from './client-answers.js';
export type { ReceivedLog, ReceivedProgress, TestCallOptions, TestClient } from './test-client.js';
