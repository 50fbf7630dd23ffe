/** What a new project is made of. */
export interface Choices {
  readonly transport: 'http' | 'stdio';
  /** How callers over HTTP are known. */
  readonly auth: 'none' | 'api-keys' | 'jwt';
  /** Where state is kept when the program runs; tests keep it in memory. */
  readonly state: 'memory' | 'sqlite' | 'redis' | 'postgres';
  /** Where background work is kept, if there is any. */
  readonly jobs: 'none' | 'sqlite' | 'redis' | 'postgres';
}

interface Choice {
  readonly value: string;
  /** What it means, for people. */
  readonly hint: string;
}

/** Every choice, the default first. */
export const CHOICES = {
  transport: [
    { value: 'http', hint: 'a URL that many clients share' },
    { value: 'stdio', hint: 'each client starts a process of its own' },
  ],
  auth: [
    { value: 'none', hint: 'everyone may call' },
    { value: 'api-keys', hint: 'keys that you give away' },
    { value: 'jwt', hint: 'tokens of an OAuth server' },
  ],
  state: [
    { value: 'memory', hint: 'until the process ends' },
    { value: 'sqlite', hint: 'a file, for the processes of one machine' },
    { value: 'redis', hint: 'for many machines' },
    { value: 'postgres', hint: 'for many machines' },
  ],
  jobs: [
    { value: 'none', hint: 'no background work' },
    { value: 'sqlite', hint: 'a file, for the processes of one machine' },
    { value: 'redis', hint: 'for many machines' },
    { value: 'postgres', hint: 'for many machines' },
  ],
} as const satisfies Record<keyof Choices, readonly [Choice, ...Choice[]]>;

export const DEFAULTS: Choices = {
  transport: CHOICES.transport[0].value,
  auth: CHOICES.auth[0].value,
  state: CHOICES.state[0].value,
  jobs: CHOICES.jobs[0].value,
};
