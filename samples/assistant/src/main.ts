import { openAiCompatible, PorticoFactory } from 'portico';
import { AssistantModule } from './assistant.module.js';

// A model of the server's own, for clients that have none to lend: any API that speaks chat completions.
const { MODEL_URL, MODEL_KEY, MODEL = 'gpt-4.1-mini' } = process.env;
const sampling = MODEL_URL
  ? { provider: openAiCompatible({ baseUrl: MODEL_URL, apiKey: MODEL_KEY, model: MODEL }) }
  : undefined;

const app = await PorticoFactory.create(AssistantModule, { name: 'assistant', version: '1.0.0', sampling });
await app.listen();
