import { select, text } from '@clack/prompts';
import { PorticoError } from '../../common/portico-error.js';
import { CHOICES, DEFAULTS, type Choices } from './choices.js';

/** @throws PorticoError `PORTICO_CLI_CANCELLED` on Ctrl+C */
export async function askName(): Promise<string> {
  return given(await text({ message: 'How is the server called?', placeholder: 'my-server' }));
}

/** Asks for the choices that are not made yet. */
export async function askChoices(made: Partial<Choices>): Promise<Choices> {
  const questions = {
    transport: 'How is it served by default?',
    auth: 'How are callers over HTTP known?',
    state: 'Where is state kept?',
    jobs: 'Where is background work kept?',
  } as const;
  const choices: Record<string, string> = { ...DEFAULTS, ...made };
  for (const key of Object.keys(questions) as (keyof Choices)[]) {
    if (made[key] !== undefined) continue;
    const options = CHOICES[key].map(({ value, hint }) => ({ value: value, label: value, hint }));
    choices[key] = given(await select({ message: questions[key], options, initialValue: DEFAULTS[key] }));
  }
  return choices as unknown as Choices;
}

/** A symbol is clack's word for Ctrl+C. */
function given<T extends string>(answer: T | symbol): T {
  if (typeof answer === 'symbol') throw new PorticoError('PORTICO_CLI_CANCELLED', 'Nothing was made.');
  return answer;
}
