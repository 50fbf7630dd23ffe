import type { StateCodec } from './codec.js';

const date: StateCodec<Date> = {
  name: 'date',
  type: Date,
  encode: (value) => {
    if (Number.isNaN(value.getTime())) throw new Error('an invalid Date');
    return value.toISOString();
  },
  decode: (data) => new Date(data as string),
};

const map: StateCodec<Map<unknown, unknown>> = {
  name: 'map',
  type: Map,
  encode: (value) => [...value],
  decode: (data) => new Map(data as [unknown, unknown][]),
};

const set: StateCodec<Set<unknown>> = {
  name: 'set',
  type: Set,
  encode: (value) => [...value],
  decode: (data) => new Set(data as unknown[]),
};

const bytes: StateCodec<Uint8Array> = {
  name: 'bytes',
  type: Uint8Array,
  encode: (value) => Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64'),
  decode: (data) => new Uint8Array(Buffer.from(data as string, 'base64')),
};

const buffer: StateCodec<Buffer> = {
  name: 'buffer',
  type: Buffer,
  encode: (value) => value.toString('base64'),
  decode: (data) => Buffer.from(data as string, 'base64'),
};

/** What needs no registration. A BigInt is no instance of a class; the registry knows it by itself. */
export const builtinCodecs: readonly StateCodec[] = [date, map, set, bytes, buffer];
