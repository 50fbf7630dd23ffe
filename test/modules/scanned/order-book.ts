import { Injectable } from 'portico';

/** A service: the scan does not provide it, the module does. */
@Injectable()
export class OrderBook {
  readonly size = 3;
}
