import { Complete, content, Param, Prompt } from 'portico';
import { PNG } from '../media.js';

const WORDS = ['test_value1', 'test_value2', 'hello', 'world'];

export class SimplePrompts {
  @Prompt({ name: 'test_simple_prompt', description: 'A text' })
  simple() {
    return 'This is a simple prompt for testing.';
  }

  @Prompt({ name: 'test_prompt_with_arguments', description: 'A text with two arguments in it' })
  args(@Param('arg1') @Complete(WORDS) arg1: string, @Param('arg2') arg2: string) {
    return `Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`;
  }

  @Prompt({ name: 'test_prompt_with_embedded_resource', description: 'A resource, and what to do with it' })
  embedded(@Param('resourceUri') uri: string) {
    const resource = content.resource(uri, 'Embedded resource content for testing.', 'text/plain');
    return [
      { role: 'user', content: resource },
      { role: 'user', content: 'Please process the embedded resource above.' },
    ];
  }

  @Prompt({ name: 'test_prompt_with_image', description: 'A picture, and what to do with it' })
  image() {
    return [
      { role: 'user', content: content.image(PNG, 'image/png') },
      { role: 'user', content: 'Please analyze the image above.' },
    ];
  }
}
