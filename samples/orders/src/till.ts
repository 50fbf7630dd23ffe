import { Injectable } from 'portico';

/** Stands in for a payment service: like a real one, it takes the same payment only once. */
@Injectable()
export class Till {
  /** Receipts by the key of the payment. */
  readonly receipts = new Map<string, number>();
  charges = 0;

  async charge(cents: number, key: string): Promise<number> {
    this.charges++;
    const receipt = this.receipts.get(key) ?? this.receipts.size + 1;
    this.receipts.set(key, receipt);
    return receipt;
  }
}
