import { Injectable, Module } from 'portico';

@Injectable()
export class OrderStore {
  private readonly totals = new Map([
    ['o-17', 40],
    ['o-18', 12],
  ]);

  total(id: string): number | undefined {
    return this.totals.get(id);
  }
}

@Module({ providers: [OrderStore], exports: [OrderStore] })
export class StorageModule {}
