import { Module } from 'portico';
import { TeaTools } from './tea.tools.js';

@Module({ providers: [TeaTools] })
export class TeaModule {}
