import path from 'node:path';
import { describeCharging } from './charging-contract.js';

describeCharging('SQLite', (folder) => `sqlite:${path.join(folder, 'flows.db')}`);
