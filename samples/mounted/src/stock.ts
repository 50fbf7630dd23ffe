/** What the application is about, as it was before there was any MCP: it knows neither Portico nor its host. */
export class Stock {
  private readonly counts = new Map([
    ['lamp', 12],
    ['chair', 4],
  ]);

  all() {
    return Object.fromEntries(this.counts);
  }

  /** @returns how many are left, or `undefined` when there are not so many */
  take(article: string, count: number) {
    const left = (this.counts.get(article) ?? 0) - count;
    if (left < 0) return undefined;
    this.counts.set(article, left);
    return left;
  }
}
