/** What can be said about one question. */
export interface ElicitOptions {
  /**
   * Names the question within the call. Needed only where the same handler may ask in another order when it is run
   * again; else the order of the questions tells them apart.
   */
  readonly key?: string;
  /** The label of the field, where the question asks for one value. */
  readonly title?: string;
  /** A line of help beside the field, where the question asks for one value. */
  readonly description?: string;
}

/** What can be said about a choice of several. */
export interface ChooseManyOptions extends ElicitOptions {
  /** How many have to be chosen. Default: 0. */
  readonly min?: number;
  /** How many may be chosen. Default: all. */
  readonly max?: number;
}
