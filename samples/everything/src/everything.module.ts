import { Module } from 'portico';

/** The scan finds every tool, resource and prompt in this folder and the folders below. */
@Module({ scan: [import.meta.dirname] })
export class EverythingModule {}
