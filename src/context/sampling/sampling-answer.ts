import type { ContentBlock } from '../../common/content/content.js';

/** What the client's model said. */
export interface SamplingAnswer {
  readonly model: string;
  readonly content: readonly ContentBlock[];
  readonly stopReason?: string;
}
