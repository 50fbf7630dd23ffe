import { IsIn, IsInt, IsOptional, IsString, Max, Min } from 'class-validator';
import { Describe, Injectable, Tool } from 'portico';
import { type Day, WeatherService } from './weather.service.js';

const RANKS = {
  hottest: (day: Day) => day.highC,
  coldest: (day: Day) => -day.lowC,
  wettest: (day: Day) => day.rainMm,
  windiest: (day: Day) => day.windMs,
};
const SKIES = ['sun', 'fog', 'drizzle', 'rain', 'snow'];

export class FindDaysInput {
  @Describe('City, such as Seattle') @IsString() city!: string;
  @Describe('Which days come first') @IsIn(Object.keys(RANKS)) rank!: keyof typeof RANKS;
  @Describe('Only days of this year') @IsOptional() @IsInt() year?: number;
  @Describe('Only days with this sky') @IsOptional() @IsIn(SKIES) sky?: string;
  @Describe('How many days to return') @IsOptional() @IsInt() @Min(1) @Max(31) limit: number = 5;
}

@Injectable()
export class WeatherTools {
  constructor(private readonly weather: WeatherService) {}

  @Tool({
    description: 'Find the hottest, coldest, wettest or windiest days of a city',
    annotations: { readOnlyHint: true },
  })
  findDays({ city, rank, year, sky, limit }: FindDaysInput) {
    const score = RANKS[rank];
    const days = this.weather
      .days(city, year)
      .filter((day) => !sky || day.sky === sky)
      .sort((a, b) => score(b) - score(a));
    return { matches: days.length, days: days.slice(0, limit) };
  }
}
