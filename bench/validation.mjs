import 'reflect-metadata';
import {
  IsEmail,
  IsInt,
  IsString,
  Length,
  Max,
  MaxLength,
  Min,
  IsBoolean,
  IsIn,
  ValidateBy,
  validateSync,
} from 'class-validator';
import { plainToInstance } from 'class-transformer';

// Run after a build: node bench/validation.mjs [path of the built schema room]
const { compileSchema } = await import(
  new URL(process.argv[2] ?? '../node_modules/.cache/compiled/schema/index.js', import.meta.url).href
);

const value = { name: 'Ada Lovelace', city: 'London', age: 36, level: 'high', member: true };
const withEmail = { ...value, city: 'ada@example.org' };

/** Decorates a fresh class, as the compiler would: without a build step of its own. */
function dto(fields) {
  const Dto = class {};
  for (const [name, decorators] of Object.entries(fields))
    for (const decorate of decorators) decorate(Dto.prototype, name);
  return Dto;
}

const flat = () =>
  dto({
    name: [IsString(), Length(1, 80)],
    city: [IsString(), MaxLength(40)],
    age: [IsInt(), Min(0), Max(150)],
    level: [IsIn(['low', 'high'])],
    member: [IsBoolean()],
  });
const withLateChecks = () =>
  dto({
    name: [
      IsString(),
      ValidateBy({ name: 'isTitled', validator: { validate: (text) => text !== 'nobody' } }),
    ],
    city: [IsEmail()],
    age: [IsInt(), Min(0), Max(150)],
    level: [IsIn(['low', 'high'])],
    member: [IsBoolean()],
  });

/** Median over rounds of the time for one call, in microseconds. Several kinds share the functions, as in a server. */
function measure(calls) {
  const rounds = [];
  for (let round = 0; round < 31; round++) {
    const repeat = 4_000;
    const start = process.hrtime.bigint();
    for (let i = 0; i < repeat; i++) for (const call of calls) call();
    rounds.push(Number(process.hrtime.bigint() - start) / 1_000 / repeat / calls.length);
  }
  return rounds.sort((a, b) => a - b)[rounds.length >> 1];
}

function portico(make, input) {
  const calls = Array.from({ length: 8 }, () => compileSchema(make())).map((schema) => () => {
    if (!schema.parse(input).ok) throw new Error('a good value was refused');
  });
  return measure(calls);
}

function classValidator(make, input) {
  const calls = Array.from({ length: 2 }, make).map((Dto) => () => {
    const errors = validateSync(plainToInstance(Dto, input), { whitelist: true, forbidNonWhitelisted: true });
    if (errors.length > 0) throw new Error('a good value was refused');
  });
  return measure(calls.slice(0, 1));
}

function report(label) {
  const rows = [
    ['5 fields, all said by the schema', portico(flat, value)],
    ['5 fields, an email and a custom validator', portico(withLateChecks, withEmail)],
    ['class-validator alone, the first', classValidator(flat, value)],
    ['class-validator alone, the second', classValidator(withLateChecks, withEmail)],
  ];
  console.log(label);
  for (const [name, time] of rows) console.log(`  ${name.padEnd(44)}${time.toFixed(3).padStart(9)} µs`);
}

report('few classes in the process');
for (let i = 0; i < 1_000; i++) flat();
report('1,000 classes more');
