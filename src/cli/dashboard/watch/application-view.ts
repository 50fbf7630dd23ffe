import type { WatchedApplication } from '../../../app/operations/application-watcher.js';
import type { Class } from '../../../common/class.js';
import type { Component } from '../../../pipeline/component.js';
import type { ScannedModule } from '../../../scanner/module-tree.js';
import type { Schedule } from '../../../jobs/work/job-definition.js';
import type { ApplicationView, ComponentView, JobView, ModuleView } from '../messages.js';

/** Says where a class stands in the sources, if that is known. */
export type Locate = (type: Class) => string | undefined;

/** What an application is made of, as the page shows it. */
export function applicationView(
  { app, options, modules }: WatchedApplication,
  locate: Locate,
): ApplicationView {
  const { components } = app.registry;
  const homes = new Map(modules.components.map((found) => [found.component.where, found]));
  return {
    name: options.title ?? options.name,
    version: options.version,
    node: process.version,
    hasAuth: options.auth !== undefined,
    components: components.map((component) => {
      const home = homes.get(component.where);
      return componentView(component, home?.module.name, home && locate(home.type));
    }),
    modules: modules.tree.modules.map((module, id) => moduleView(module, id, modules)),
    jobs: modules.jobs.map(({ name, where, type, schedules, retries, concurrency }): JobView => {
      return {
        name,
        where,
        source: locate(type),
        schedules: schedules.map(scheduleText),
        retries,
        concurrency,
      };
    }),
  };
}

/** The classes whose places in the sources are worth knowing. */
export function classesOf({ modules }: WatchedApplication): Set<Class> {
  return new Set([...modules.components, ...modules.jobs].map(({ type }) => type));
}

function componentView(
  component: Component,
  module: string | undefined,
  source: string | undefined,
): ComponentView {
  const { kind, entry, where, scope } = component;
  const { title, description } = entry;
  return {
    kind,
    name: nameOf(component),
    title,
    description,
    where,
    module,
    source,
    scope,
    flags: flagsOf(component),
    input: component.kind === 'prompt' ? argumentSchema(component.entry.arguments) : inputOf(component),
    output: 'outputSchema' in entry ? entry.outputSchema : undefined,
  };
}

function nameOf({ entry }: Component): string {
  return 'uri' in entry ? entry.uri : 'uriTemplate' in entry ? entry.uriTemplate : entry.name;
}

function inputOf(component: Exclude<Component, { kind: 'prompt' }>): object | undefined {
  if (component.kind === 'tool') return component.entry.inputSchema;
  if (component.kind === 'resource') return undefined;
  const names = component.template.variables;
  return argumentSchema(names.map((name) => ({ name, required: true })));
}

interface Argument {
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly required?: boolean;
}

/** Arguments of a prompt, and variables of a template, are texts. */
function argumentSchema(given: readonly Argument[] = []): object {
  return {
    type: 'object',
    properties: Object.fromEntries(
      given.map(({ name, required: _, ...rest }) => [name, { type: 'string', ...rest }]),
    ),
    required: given.filter(({ required }) => required).map(({ name }) => name),
  };
}

function flagsOf(component: Component): string[] {
  const { timeout, access, cached, entry } = component;
  const hints = component.kind === 'tool' ? component.entry.annotations : undefined;
  return [
    ...(hints?.readOnlyHint ? ['read-only'] : []),
    ...(hints?.destructiveHint ? ['destructive'] : []),
    ...(hints?.idempotentHint ? ['idempotent'] : []),
    ...(component.kind === 'tool' && component.task ? [`task: ${component.task.support}`] : []),
    ...(component.kind === 'tool' && component.session ? ['session handle'] : []),
    ...(timeout === undefined ? [] : [`timeout ${timeout / 1_000} s`]),
    ...(access ? [`needs ${[...access.scopes, ...access.roles.flat()].join(', ') || 'a known caller'}`] : []),
    ...(cached ? ['cached'] : []),
    ...('mimeType' in entry && entry.mimeType !== undefined ? [entry.mimeType] : []),
  ];
}

function moduleView(
  module: ScannedModule,
  id: number,
  { tree, components, jobs }: WatchedApplication['modules'],
): ModuleView {
  const own = components.filter((found) => found.module === module);
  return {
    id,
    name: module.name,
    imports: module.imports.map((imported) => tree.modules.indexOf(imported as ScannedModule)),
    providers: Array.from(module.providers.values(), ({ name, scope, token }) => ({
      name,
      scope,
      isExported: module.exports.has(token),
    })),
    components: own.map(({ component }) => nameOf(component as Component)),
    jobs: jobs.filter(({ type }) => module.components.includes(type)).map(({ name }) => name),
  };
}

function scheduleText({ time, timezone }: Schedule): string {
  if (time.kind === 'interval') return `every ${time.ms / 1_000} s`;
  return timezone === undefined ? time.text : `${time.text} (${timezone})`;
}
