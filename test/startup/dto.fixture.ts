import { IsString } from 'class-validator';
import { Module, Tool } from 'portico';

export class EchoInput {
  @IsString() text!: string;
}

class EchoTools {
  @Tool({ description: 'Gives back what it gets' })
  echo({ text }: EchoInput): string {
    return text;
  }
}

@Module({ providers: [EchoTools] })
export class DtoModule {
  static readonly file = import.meta.url;
}
