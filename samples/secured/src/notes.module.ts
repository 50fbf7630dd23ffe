import { Module } from 'portico';
import { NotesTools } from './notes.tools.js';

@Module({ providers: [NotesTools] })
export class NotesModule {}
