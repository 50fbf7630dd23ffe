import { readFileSync } from 'node:fs';
import { parseTsconfig } from 'get-tsconfig';
import { ok, problem, type Finding } from './check.js';
import type { Project } from '../project/find-project.js';
import { resolveFrom } from '../project/project-compiler.js';

/** The compiler, and the options that injection and schemas depend on. */
export function checkTypescript({ folder, tsconfig }: Project): Finding[] {
  const manifest = resolveFrom(folder, 'typescript/package.json');
  if (!tsconfig)
    return [problem('there is no tsconfig.json', 'Copy the one of a new project: portico new <name>')];
  const { compilerOptions: options = {} } = parseTsconfig(tsconfig);
  const target = options.target?.toLowerCase() ?? '';
  const set = (name: string): string => `Set "${name}" in ${tsconfig}.`;
  return [
    manifest
      ? ok(`TypeScript ${versionOf(manifest)}`)
      : problem('TypeScript is not installed', 'Run "npm install --save-dev typescript".'),
    options.experimentalDecorators
      ? ok('decorators')
      : problem(
          'experimentalDecorators is off: decorators get no classes',
          set('experimentalDecorators": true, "emitDecoratorMetadata'),
        ),
    options.emitDecoratorMetadata
      ? ok('metadata of decorators')
      : problem(
          'emitDecoratorMetadata is off: neither constructors nor DTOs can be read',
          `${set('emitDecoratorMetadata": true')} tsx and esbuild emit none either: compile with tsc or swc.`,
        ),
    ...(options.verbatimModuleSyntax
      ? [
          problem(
            'verbatimModuleSyntax is on',
            `${set('verbatimModuleSyntax": false')} Else "import type", which editors then write, erases the classes of parameters.`,
          ),
        ]
      : []),
    ...(options.strict
      ? []
      : [problem('strict is off', `${set('strict": true')} Else null and undefined are missed.`)]),
    ...(/^es(3|5|6|20(1\d|20|21))$/.test(target)
      ? [problem(`target ${target} is too old`, set('target": "es2022'))]
      : []),
  ];
}

function versionOf(manifest: string): string {
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
}
