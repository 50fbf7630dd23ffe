import { Module } from 'portico';

@Module()
export class EmptyModule {}
