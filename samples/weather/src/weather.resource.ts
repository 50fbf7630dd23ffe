import { Injectable, Param, Resource } from 'portico';
import { monthOf, MONTHS, WeatherService } from './weather.service.js';

@Injectable()
export class WeatherResource {
  constructor(private readonly weather: WeatherService) {}

  @Resource('weather://{city}/{year}', {
    description: 'A year in a city, month by month, such as weather://new-york/2014',
    mimeType: 'application/json',
  })
  year(@Param('city') city: string, @Param('year') year: number) {
    const days = this.weather.days(city, year);
    return MONTHS.map((month) => ({
      month,
      ...this.weather.climate(days.filter((day) => monthOf(day) === month)),
    }));
  }
}
