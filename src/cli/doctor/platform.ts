import { ok, problem, warning, type Finding } from './check.js';
import type { Project } from '../project/find-project.js';

const OLDEST = [20, 19] as const;

/** Node, and how it will read the project. */
export function checkPlatform({ manifest }: Project): Finding[] {
  const { node } = process.versions;
  const [major = 0, minor = 0] = node.split('.').map(Number);
  const isOldEnough = major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
  return [
    isOldEnough
      ? ok(`Node ${node}`)
      : problem(`Node ${node} is too old`, `Install Node ${OLDEST.join('.')} or later.`),
    ...(major === 20
      ? [warning('Node 20 gets no security updates any more', 'Move to Node 22 or 24 when you can.')]
      : []),
    manifest.type === 'module'
      ? ok('ECMAScript modules')
      : problem(
          'package.json does not say that its files are ECMAScript modules',
          'Run "npm pkg set type=module".',
        ),
  ];
}
