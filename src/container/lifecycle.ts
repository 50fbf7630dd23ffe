/** A provider or component that prepares itself before the first request: awaited, in order of dependency. */
export interface OnModuleInit {
  onModuleInit(): void | Promise<void>;
}

/** A provider or component that closes what it opened: awaited in reverse order, each with a time limit. */
export interface OnShutdown {
  onShutdown(): void | Promise<void>;
}
