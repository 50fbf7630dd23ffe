import { Module } from 'portico';
import { AnswerTool } from './answer.tool.js';
import { HelpService } from './help.service.js';
import { HelpTools } from './help.tools.js';

@Module({ providers: [HelpService, HelpTools, AnswerTool] })
export class AssistantModule {}
