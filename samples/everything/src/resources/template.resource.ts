import { Complete, Param, Resource } from 'portico';

export class TemplateResource {
  @Resource('test://template/{id}/data', {
    description: 'One resource for each id',
    mimeType: 'application/json',
  })
  template(@Param('id') @Complete(['123', '456']) id: string) {
    return { id, templateTest: true, data: `Data for ID: ${id}` };
  }
}
