import { content, Tool, UserError } from 'portico';
import { PNG, WAV } from '../media.js';

/** What a tool can return. */
export class ContentTools {
  @Tool({ name: 'test_simple_text', description: 'Return text' })
  text() {
    return 'This is a simple text response for testing.';
  }

  @Tool({ name: 'test_image_content', description: 'Return a picture' })
  image() {
    return content.image(PNG, 'image/png');
  }

  @Tool({ name: 'test_audio_content', description: 'Return a sound' })
  audio() {
    return content.audio(WAV, 'audio/wav');
  }

  @Tool({ name: 'test_embedded_resource', description: 'Return a resource with what it holds' })
  resource() {
    return content.resource(
      'test://embedded-resource',
      'This is an embedded resource content.',
      'text/plain',
    );
  }

  @Tool({ name: 'test_multiple_content_types', description: 'Return text, a picture and a resource' })
  mixed() {
    const data = JSON.stringify({ test: 'data', value: 123 });
    return [
      'Multiple content types test:',
      content.image(PNG, 'image/png'),
      content.resource('test://mixed-content-resource', data, 'application/json'),
    ];
  }

  @Tool({ name: 'test_error_handling', description: 'Fail, with a text for the model' })
  fail() {
    throw new UserError('This tool intentionally returns an error for testing');
  }
}
