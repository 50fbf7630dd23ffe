import { extendPath } from '../path.js';
import type { DtoClass, DtoProperty } from './dto-model.js';
import type { Findings } from './findings.js';
import { isThenable } from '../../common/thenable.js';
import type { LateCheck } from './late-check.js';

interface Watched {
  readonly property: DtoProperty;
  /** The judge of what the property holds. */
  readonly judgeOf: ((value: object) => InstanceJudge | undefined) | undefined;
}

/**
 * Asks the validators that the schema does not stand for. They were found when the schema was compiled, so nothing
 * is looked up in class-validator's storage, which grows with the number of classes in the process.
 */
export class InstanceJudge {
  private properties: readonly Watched[] = [];
  private inner: readonly InstanceJudge[] = [];

  /** Whether there is anything to ask, here or further in. */
  isNeeded = false;

  /** Takes the properties to watch; `judgeOf` tells the judge of another class. */
  watch(properties: readonly DtoProperty[], judgeOf: (dto: DtoClass) => InstanceJudge): void {
    this.properties = properties.map((property) => ({ property, judgeOf: contentJudge(property, judgeOf) }));
    this.inner = properties.flatMap(({ content }) => targetsOf(content).map(judgeOf));
  }

  /** Decides whether the judge is needed, and forgets the properties there is nothing to ask about. */
  settle(): void {
    this.isNeeded = reachable(this).some((judge) => judge.properties.some(isAsked));
  }

  /** Judges an instance; what is found is put under `path`. */
  judge(instance: object, path: string, findings: Findings): void {
    for (const watched of this.properties) this.judgeProperty(watched, instance, path, findings);
  }

  private judgeProperty(
    { property, judgeOf }: Watched,
    instance: object,
    path: string,
    findings: Findings,
  ): void {
    const { checks, conditions, nullable, conditional } = property;
    if (checks.length === 0 && judgeOf === undefined && !conditional) return;
    const value: unknown = (instance as Record<string, unknown>)[property.name];
    if (value === null && nullable) return;
    for (const condition of conditions) if (!condition(instance, value)) return;
    const at = path === '' ? property.wireName : extendPath(path, property.wireName);
    if (value === undefined && conditional) {
      findings.add(at, property.checks[0]?.message(value, instance) ?? 'is required');
      return;
    }
    for (const check of checks) ask(check, value, instance, at, findings);
    if (judgeOf !== undefined) judgeContent(value, judgeOf, at, findings);
  }
}

function isAsked({ property }: Watched): boolean {
  return property.checks.length > 0 || property.conditional;
}

function reachable(start: InstanceJudge): InstanceJudge[] {
  const seen = new Set([start]);
  for (const judge of seen) for (const next of judge['inner']) seen.add(next);
  return [...seen];
}

function targetsOf(content: DtoProperty['content']): readonly DtoClass[] {
  if (content.kind === 'nested') return [content.target];
  return content.kind === 'union' ? [...content.targets.values()] : [];
}

function contentJudge(
  { content }: DtoProperty,
  judgeOf: (dto: DtoClass) => InstanceJudge,
): Watched['judgeOf'] {
  const targets = targetsOf(content);
  if (targets.length === 0) return undefined;
  const judges = new Map(targets.map((dto) => [dto.type, judgeOf(dto)]));
  return ({ constructor }) => judges.get(constructor as DtoClass['type']);
}

function judgeContent(
  value: unknown,
  judgeOf: (value: object) => InstanceJudge | undefined,
  path: string,
  findings: Findings,
): void {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) return judgeOf(value)?.judge(value, path, findings);
  for (const [i, element] of value.entries()) judgeContent(element, judgeOf, extendPath(path, i), findings);
}

function ask(check: LateCheck, value: unknown, instance: object, path: string, findings: Findings): void {
  if (check.condition !== undefined && !check.condition(instance, value)) return;
  if (!check.each || !Array.isArray(value)) return askOne(check, value, instance, path, findings);
  for (const [i, element] of value.entries()) askOne(check, element, instance, extendPath(path, i), findings);
}

function askOne(check: LateCheck, value: unknown, instance: object, path: string, findings: Findings): void {
  const verdict: unknown = check.test(value, instance);
  if (isThenable(verdict))
    findings.wait(Promise.resolve(verdict), path, () => check.message(value, instance));
  else if (!verdict) findings.add(path, check.message(value, instance));
}
