/** The port through which a context hands work to the background; the machinery above fits it. */
export interface JobGateway {
  /** @returns the id of the job */
  enqueue(name: string, data: unknown): Promise<string>;
  cancel(id: string): Promise<boolean>;
}
