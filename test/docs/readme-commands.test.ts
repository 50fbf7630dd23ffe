import { describe, expect, it } from '@jest/globals';
import { commandBlocks, shownPattern } from '../generator/readme-commands.js';

const README = `# A sample

\`\`\`sh
npm test
\`\`\`

Serve it in one
terminal:

\`\`\`sh
npm start
\`\`\`

\`\`\`text
listening
\`\`\`

Call it, and look at the worker in a second terminal:

\`\`\`sh
npm run worker
\`\`\`

What it says in one terminal is not said here.

\`\`\`json
{}
\`\`\`

\`\`\`sh
npm run call
\`\`\`

It printed:

\`\`\`text
no output of the command, for there is text between
\`\`\`
`;

describe('the commands of a README', () => {
  it('are found in order, with what serves and what is shown', () => {
    expect(commandBlocks(README)).toEqual([
      { line: 3, script: 'npm test\n', serves: undefined, shown: undefined },
      { line: 10, script: 'npm start\n', serves: 'one', shown: 'listening\n' },
      { line: 20, script: 'npm run worker\n', serves: 'a second', shown: undefined },
      { line: 30, script: 'npm run call\n', serves: undefined, shown: undefined },
    ]);
  });

  it.each([
    ['a line', 'before\na line\nafter\n'],
    ['a line\nafter', 'before\na line  \nafter\n'],
    ['took … ms (a+b)', 'took 17 ms (a+b)\n'],
    ['{\n  …\n}', '{\n  "one": 1,\n  "two": 2\n}\n'],
    ['{\n…\n}', '{\n}\n'],
  ])('show %j, which is part of %j', (shown, output) => expect(output).toMatch(shownPattern(shown)));

  it.each([
    ['a line', 'before a line\n'],
    ['a line\nafter', 'a line\nbetween\nafter\n'],
    ['a.line', 'a line\n'],
    ['took … ms', 'took\n17 ms\n'],
  ])('show %j, which is no part of %j', (shown, output) => expect(output).not.toMatch(shownPattern(shown)));
});
