import { IsIn, IsInt, IsOptional, Min } from 'class-validator';
import { Context, Injectable, Module, Param, Resource } from 'portico';

export class PageInput {
  @IsInt() @Min(1) page!: number;
  @IsOptional() @IsIn(['asc', 'desc']) order: string = 'asc';
}

/** A resource of its own class. */
@Resource('about://server', { title: 'About', description: 'About this server', size: 5 })
export class AboutResource {
  read() {
    return 'about';
  }
}

@Injectable()
export class LibraryResources {
  @Resource('library://motto') motto() {
    return 'Read "more"';
  }
  @Resource('library://markdown', { mimeType: 'text/markdown' }) markdown() {
    return '# Title';
  }
  @Resource('library://catalogue') async catalogue() {
    return { books: [{ id: 1, title: 'Emma' }] };
  }
  @Resource('library://list') list() {
    return ['Emma', 'Persuasion'];
  }
  @Resource('library://count') count() {
    return 0;
  }
  @Resource('library://empty') empty() {
    return '';
  }
  @Resource('library://logo', { mimeType: 'image/png' }) logo() {
    return new Uint8Array([0, 1, 2, 250, 255]);
  }
  @Resource('library://buffer') buffer() {
    return Buffer.from('xxbytesxx').subarray(2, 7);
  }
  @Resource('library://bigint') bigint() {
    return { books: [{ price: 1n }] };
  }

  @Resource('library://books/{title}', {
    name: 'book',
    title: 'A book',
    description: 'One book, by its title',
    mimeType: 'application/json',
    annotations: { audience: ['user'], priority: 0.5 },
  })
  book(@Param('title') title: string) {
    return { title };
  }
  @Resource('library://years/{year}/{month}') year(
    @Param('month') month: number,
    @Param('year') year: number,
    ctx: Context,
  ) {
    return {
      year,
      month,
      isNumber: typeof year === 'number' && typeof month === 'number',
      via: ctx.client.name,
    };
  }
  @Resource('library://flags/{flag}') flag(@Param('flag') flag: boolean) {
    return { flag };
  }
  @Resource('library://files/{path*}') file(@Param('path') path: string) {
    return path;
  }
  @Resource('library://search{?q,limit}') search(
    @Param('q') q: string | undefined,
    @Param('limit') limit: number,
  ) {
    return { q, limit };
  }
  @Resource('library://pages/{page}{?order}') page(input: PageInput) {
    return { ...input, isDto: input instanceof PageInput };
  }
}

@Module({ providers: [AboutResource, LibraryResources] })
export class LibraryModule {
  static readonly file = import.meta.url;
}
