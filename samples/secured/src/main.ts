import { PorticoFactory } from 'portico';
import { authFrom } from './auth.js';
import { NotesModule } from './notes.module.js';

const app = await PorticoFactory.create(NotesModule, {
  name: 'notes',
  version: '1.0.0',
  auth: authFrom(process.env),
});
await app.listen();
