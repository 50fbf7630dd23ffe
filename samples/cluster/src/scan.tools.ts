import { IsInt } from 'class-validator';
import { Context, Describe, stateKey, Tool } from 'portico';

const PARCELS = stateKey<number[]>('parcels');

export class ScanInput {
  @Describe('The number of the parcel') @IsInt() parcel!: number;
}

/** A list for each session, whichever server is asked. */
export class ScanTools {
  @Tool({ description: 'Put a parcel on the van', annotations: { idempotentHint: true } })
  async scan({ parcel }: ScanInput, ctx: Context) {
    // A client whose call broke off calls again: a parcel that is there is not put there twice.
    const add = (parcels: number[]) => (parcels.includes(parcel) ? parcels : [...parcels, parcel]);
    const parcels = await ctx.updateState(PARCELS, add, { default: [] });
    return { onTheVan: parcels.length, server: process.pid };
  }

  @Tool({ description: 'The parcels on the van', annotations: { readOnlyHint: true } })
  async van(ctx: Context) {
    return { parcels: await ctx.getState(PARCELS, { default: [] }) };
  }
}
