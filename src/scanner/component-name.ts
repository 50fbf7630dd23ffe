import type { ComponentKind, ComponentRecord, MethodRecord } from '../metadata/records.js';

const suffix: Readonly<Record<ComponentKind, RegExp>> = {
  tool: /Tools?$/,
  resource: /Resources?$/,
  prompt: /Prompts?$/,
};

/** The name a component has when it gives itself none: its method's, or its class's without the suffix. */
export function componentName(
  type: { readonly name: string },
  { method, component, isOnClass }: MethodRecord,
): string {
  if (component.options.name !== undefined) return component.options.name;
  if (!isOnClass) return method;
  const stem = type.name.replace(suffix[component.kind], '') || type.name;
  return stem.charAt(0).toLowerCase() + stem.slice(1);
}

/** What is wrong with a name, if anything. */
export function nameProblem(kind: ComponentRecord['kind'], name: string): string | undefined {
  if (name.length === 0 || name.length > 128) return `the name '${name}' must have 1 to 128 characters`;
  if (kind === 'tool' && !/^[A-Za-z0-9_.-]+$/.test(name))
    return `the name '${name}' may contain only letters, digits, '_', '-' and '.'`;
  return undefined;
}

/** What may not be meant with a name, if anything. */
export function nameHint(kind: ComponentRecord['kind'], name: string): string | undefined {
  return kind === 'tool' && name.length > 64
    ? `the name '${name}' is longer than 64 characters, which some clients refuse`
    : undefined;
}
