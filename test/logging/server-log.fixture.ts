import { Injectable, Module, Tool } from 'portico';

@Injectable()
export class LoggedTools {
  @Tool('Fails')
  fail(): string {
    throw new Error('the line is dead');
  }
}

@Module({ providers: [LoggedTools] })
export class LoggedModule {
  static readonly file = import.meta.url;
}
