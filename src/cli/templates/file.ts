/** A file a template makes, below the folder it is made for; parts of the path are separated by `/`. */
export interface TemplateFile {
  readonly path: string;
  readonly content: string;
}
