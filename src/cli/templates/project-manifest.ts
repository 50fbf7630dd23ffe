import type { Choices } from '../new/choices.js';
import type { ProjectTemplate } from './project.js';

/** The package.json of a new project. */
export function projectManifest({ name, choices, portico }: ProjectTemplate): object {
  const flag = `--${choices.transport}`;
  return {
    name,
    version: '0.1.0',
    private: true,
    type: 'module',
    engines: { node: '>=20.19' },
    scripts: {
      build: 'tsc',
      start: `portico start ${flag}`,
      dev: `portico dev ${flag}`,
      ...(choices.jobs !== 'none' && { worker: 'portico worker' }),
      test: 'tsc && cd dist && node --test',
      call: 'portico call greet name=Ada',
    },
    dependencies: sorted({
      'class-transformer': '^0.5.1',
      'class-validator': '^0.15.1',
      portico,
      'reflect-metadata': '^0.2.2',
      ...stateDrivers[choices.state],
      ...jobDrivers[choices.jobs],
    }),
    devDependencies: {
      '@types/node': '^20.19.0',
      typescript: '^6.0.3',
    },
  };
}

const stateDrivers: Readonly<Record<Choices['state'], Readonly<Record<string, string>>>> = {
  memory: {},
  sqlite: {},
  redis: { '@redis/client': '^5.10.0' },
  postgres: { pg: '^8.20.0' },
};

/** Agenda and its backends go together, version by version. */
const jobDrivers: Readonly<Record<Choices['jobs'], Readonly<Record<string, string>>>> = {
  none: {},
  sqlite: {},
  redis: { '@agendajs/redis-backend': '3.0.7', '@redis/client': '^5.10.0' },
  postgres: { '@agendajs/postgres-backend': '3.0.6', pg: '^8.20.0' },
};

function sorted(record: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
