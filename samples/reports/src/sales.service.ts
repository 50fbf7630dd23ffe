import { setTimeout } from 'node:timers/promises';
import { Injectable } from 'portico';

export const MONTHS =
  'January February March April May June July August September October November December'.split(' ');

/** How long a month takes: stands in for the slow queries of a real archive. */
const PAUSE_MS = 100;

export interface MonthlySales {
  month: string;
  orders: number;
  euros: number;
}

/** What was sold, made up by a formula. */
@Injectable()
export class SalesService {
  /** @throws AbortError when the signal is aborted */
  async ofMonth(year: number, month: string, signal: AbortSignal): Promise<MonthlySales> {
    await setTimeout(PAUSE_MS, undefined, { signal });
    const orders = 100 + ((year * 31 + MONTHS.indexOf(month) * 17) % 60);
    return { month, orders, euros: orders * 25 };
  }
}
