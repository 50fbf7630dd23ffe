const LONGEST = 64;

/** Names of tools as these models allow them (letters, digits, `_` and `-`), and the way back. */
export class ToolNames {
  private readonly wire = new Map<string, string>();
  private readonly own = new Map<string, string>();

  /** @param names of the tools that are offered; others are made fit without the way back */
  constructor(names: Iterable<string>) {
    for (const name of names) {
      const base = fit(name);
      let unique = base;
      for (let n = 2; this.own.has(unique); n++) unique = `${base.slice(0, LONGEST - 4)}_${n}`;
      this.wire.set(name, unique);
      this.own.set(unique, name);
    }
  }

  toWire(name: string): string {
    return this.wire.get(name) ?? fit(name);
  }

  fromWire(name: string): string {
    return this.own.get(name) ?? name;
  }
}

function fit(name: string): string {
  return name.replace(/[^A-Za-z0-9_-]/g, '_').slice(0, LONGEST);
}
