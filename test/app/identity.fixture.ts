import { Module, Tool } from 'portico';

@Tool('The only component')
export class LonelyTool {
  execute() {
    return 'here';
  }
}

@Module({ providers: [LonelyTool] })
export class LonelyModule {
  static readonly file = import.meta.url;
}
