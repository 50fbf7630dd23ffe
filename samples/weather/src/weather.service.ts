import { readFile } from 'node:fs/promises';
import { Injectable, NotFoundError } from 'portico';

/** One day in one city, in degrees Celsius, millimetres and metres per second. */
export interface Day {
  city: string;
  date: string;
  rainMm: number;
  highC: number;
  lowC: number;
  windMs: number;
  sky: string;
}

export const MONTHS =
  'January February March April May June July August September October November December'.split(' ');

/** The month of a day, by its name. */
export const monthOf = (day: Day) => MONTHS[Number(day.date.slice(5, 7)) - 1];

const DATA = new URL('../data/weather.csv', import.meta.url);

/** The weather, read once when the server starts. */
@Injectable()
export class WeatherService {
  cities: string[] = [];
  years: number[] = [];
  private all: Day[] = [];

  async onModuleInit() {
    const [, ...lines] = (await readFile(DATA, 'utf8')).trim().split('\n');
    this.all = lines.map(parseDay);
    this.cities = [...new Set(this.all.map((day) => day.city))];
    this.years = [...new Set(this.all.map((day) => yearOf(day)))];
  }

  /** The name of a city as the data has it, whether it was written "New York" or "new-york". */
  city(text: string) {
    const name = this.cities.find((city) => slug(city) === slug(text));
    if (!name)
      throw new NotFoundError(`No weather for the city "${text}". Known cities: ${this.cities.join(', ')}.`);
    return name;
  }

  /** The days of a city, of all years or of one. */
  days(city: string, year?: number) {
    if (year !== undefined && !this.years.includes(year))
      throw new NotFoundError(`No weather for the year ${year}. Known years: ${this.years.join(', ')}.`);

    const name = this.city(city);
    return this.all.filter((day) => day.city === name && (year === undefined || yearOf(day) === year));
  }

  /** What these days were like as a whole. A day is rainy from one millimetre on. */
  climate(days: Day[]) {
    return {
      days: days.length,
      highC: mean(days.map((day) => day.highC)),
      lowC: mean(days.map((day) => day.lowC)),
      rainMm: round(sum(days.map((day) => day.rainMm))),
      rainyDays: days.filter((day) => day.rainMm >= 1).length,
    };
  }
}

function parseDay(line: string): Day {
  const [city = '', date = '', rainMm, highC, lowC, windMs, sky = ''] = line.split(',');
  return {
    city,
    date,
    rainMm: Number(rainMm),
    highC: Number(highC),
    lowC: Number(lowC),
    windMs: Number(windMs),
    sky,
  };
}

const yearOf = (day: Day) => Number(day.date.slice(0, 4));
const slug = (city: string) => city.toLowerCase().replaceAll(' ', '-');
const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
const mean = (values: number[]) => round(sum(values) / values.length);
const round = (value: number) => Math.round(value * 10) / 10;
