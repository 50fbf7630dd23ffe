import { setTimeout } from 'node:timers/promises';
import { IsOptional, IsString } from 'class-validator';
import { Args, Context, Ctx, Describe, Tool } from 'portico';
import { WeatherService } from './weather.service.js';

/** Stands in for the slow work of a bigger report, so that there is progress to watch. */
const PAUSE_MS = 150;

export class ClimateReportInput {
  @Describe('Only this city; every city when left out') @IsOptional() @IsString() city?: string;
}

@Tool({
  description: 'Sum up the weather of each city, year by year',
  annotations: { readOnlyHint: true },
})
export class ClimateReportTool {
  constructor(private readonly weather: WeatherService) {}

  async execute(@Args() input: ClimateReportInput, @Ctx() ctx: Context) {
    const cities = input.city ? [this.weather.city(input.city)] : this.weather.cities;
    const pages = cities.flatMap((city) => this.weather.years.map((year) => ({ city, year })));

    const report = [];
    for (const { city, year } of pages) {
      await ctx.reportProgress(report.length, pages.length, `${city} ${year}`);
      await setTimeout(PAUSE_MS, undefined, { signal: ctx.signal }); // ends at once when the client cancels

      const climate = this.weather.climate(this.weather.days(city, year));
      await ctx.info(`${city} ${year}: ${climate.rainyDays} rainy days`, climate);
      report.push({ city, year, ...climate });
    }
    await ctx.reportProgress(pages.length, pages.length, 'done');
    return { report };
  }
}
