import { Resource } from 'portico';
import { PNG } from '../media.js';

export class StaticResources {
  @Resource('test://static-text', {
    description: 'Text',
    mimeType: 'text/plain',
    cache: { ttl: '5m', scope: 'public' },
  })
  text() {
    return 'This is the content of the static text resource.';
  }

  @Resource('test://static-binary', { description: 'Bytes', mimeType: 'image/png', size: PNG.length })
  binary() {
    return PNG;
  }

  @Resource('test://watched-resource', { description: 'Something to subscribe to', mimeType: 'text/plain' })
  watched() {
    return 'Watched resource content';
  }
}
