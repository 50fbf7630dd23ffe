import { readdir, readFile } from 'node:fs/promises';
import { Injectable, NotFoundError } from 'portico';

const FOLDER = new URL('../help/', import.meta.url);

/** The help pages of a bicycle hire, by name. */
@Injectable()
export class HelpService {
  private readonly pages = new Map<string, string>();

  async onModuleInit() {
    for (const file of await readdir(FOLDER))
      this.pages.set(file.replace('.md', ''), await readFile(new URL(file, FOLDER), 'utf8'));
  }

  /** The names of the pages with any of these words in them. */
  search(text: string) {
    const words = text.toLowerCase().split(/\W+/).filter(Boolean);
    const names = [...this.pages.keys()];
    return names.filter((name) => words.some((word) => this.read(name).toLowerCase().includes(word)));
  }

  read(name: string) {
    const page = this.pages.get(name);
    if (!page)
      throw new NotFoundError(`There is no page "${name}". Pages: ${[...this.pages.keys()].join(', ')}.`);
    return page;
  }
}
