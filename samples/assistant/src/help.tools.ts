import { IsString } from 'class-validator';
import { Describe, Injectable, Param, Resource, Tool } from 'portico';
import { HelpService } from './help.service.js';

export class SearchInput {
  @Describe('Words to look for, such as "flat tyre"') @IsString() words!: string;
}

/** For the clients of this server, and for the model that answers: see answer.tool.ts. */
@Injectable()
export class HelpTools {
  constructor(private readonly help: HelpService) {}

  @Tool({ description: 'Search the help pages', annotations: { readOnlyHint: true } })
  search({ words }: SearchInput) {
    return { pages: this.help.search(words) };
  }

  @Resource('help://{name}', { mimeType: 'text/markdown' })
  page(@Param('name') name: string) {
    return this.help.read(name);
  }
}
