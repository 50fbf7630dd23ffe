import { PorticoFactory } from 'portico';
import { WeatherModule } from './weather.module.js';

const app = await PorticoFactory.create(WeatherModule, { name: 'weather', version: '1.0.0' });
await app.listen(); // stdio; `--http` and `--port 3000` serve HTTP instead
