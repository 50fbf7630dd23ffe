/** The files a generator reads: those of a disk, or those another tool is about to write. Paths are separated by `/`. */
export interface SourceTree {
  /** `undefined` when there is no such file. */
  read(path: string): string | undefined;
  /** The names of the files directly in a folder; none when it is not there. */
  files(folder: string): readonly string[];
}
