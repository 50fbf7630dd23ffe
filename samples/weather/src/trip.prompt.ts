import { Complete, Injectable, Param, Prompt, UserError } from 'portico';
import { monthOf, MONTHS, WeatherService } from './weather.service.js';

@Injectable()
export class TripPrompt {
  constructor(private readonly weather: WeatherService) {}

  @Prompt('Plan a weekend trip by the weather to expect')
  planTrip(@Param('city') city: string, @Param('month') @Complete(MONTHS) month: string) {
    const name = MONTHS.find((known) => known.toLowerCase() === month.toLowerCase());
    if (!name) throw new UserError(`"${month}" is not a month. Months: ${MONTHS.join(', ')}.`);

    const days = this.weather.days(city).filter((day) => monthOf(day) === name);
    const { highC, lowC, rainyDays } = this.weather.climate(days);
    return `Plan a weekend in ${this.weather.city(city)} in ${name}: what to do on each day, and what to pack.
In past years: ${highC} °C by day, ${lowC} °C at night, and rain on ${rainyDays} of ${days.length} days.`;
  }
}
