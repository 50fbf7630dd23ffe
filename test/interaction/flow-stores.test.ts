import { afterAll } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { silentLog } from 'portico';
import { openFlowStore } from '../../src/interaction/stores/open-flow-store.js';
import { MemoryFlowStore } from '../../src/interaction/stores/memory-flow-store.js';
import { describeFlowStore } from './flow-store-contract.js';

const folder = mkdtempSync(path.join(tmpdir(), 'portico-flows-'));
afterAll(() => rmSync(folder, { recursive: true }));

const memory = new MemoryFlowStore();
describeFlowStore('memory', () => Promise.resolve(memory));
describeFlowStore('SQLite', () => openFlowStore(`sqlite:${path.join(folder, 'flows.db')}`, silentLog));
