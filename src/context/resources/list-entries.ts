import type { JsonSchema } from '../../schema/index.js';
import type { Icon, ToolAnnotations } from '../../metadata/records.js';

interface Entry {
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly icons?: readonly Icon[];
  readonly _meta?: Readonly<Record<string, unknown>>;
}

/** A tool as clients see it in a list. */
export interface ToolEntry extends Entry {
  readonly inputSchema: JsonSchema;
  readonly outputSchema?: JsonSchema;
  readonly annotations?: ToolAnnotations;
  /** Whether a call may become a background task; absent: it never does. Clients of sessions only are told. */
  readonly execution?: { readonly taskSupport: 'optional' | 'required' };
}

/** A resource as clients see it in a list. */
export interface ResourceEntry extends Entry {
  readonly uri: string;
  readonly mimeType?: string;
  readonly size?: number;
  readonly annotations?: object;
}

/** A resource template as clients see it in a list. */
export interface ResourceTemplateEntry extends Entry {
  readonly uriTemplate: string;
  readonly mimeType?: string;
  readonly annotations?: object;
}

/** A prompt as clients see it in a list. */
export interface PromptEntry extends Entry {
  readonly arguments?: readonly {
    readonly name: string;
    readonly title?: string;
    readonly description?: string;
    readonly required?: boolean;
  }[];
}
