import { Module } from 'portico';

@Module()
export class OneModule {}

@Module()
export class OtherModule {}
