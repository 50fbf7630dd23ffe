import { Module } from 'portico';
import { WeatherService } from './weather.service.js';

/** The service is named here; the scan finds the tools, the resource and the prompt in this folder. */
@Module({ providers: [WeatherService], scan: [import.meta.dirname] })
export class WeatherModule {}
