import { Argument, Command, Option } from 'commander';
import { CHOICES } from './new/choices.js';
import type { NewOptions } from './new/new-project.js';
import { packageManagers } from './new/package-manager.js';
import { packageVersion } from './package-info.js';

/**
 * The `portico` command. What a command does is loaded when it is called, so that the others do not wait for it.
 * Commander refuses unknown commands and flags, and names the nearest known one.
 */
export function program(): Command {
  const portico = new Command('portico')
    .description('A server framework for the Model Context Protocol')
    .version(packageVersion(), '-v, --version', 'print the version')
    .helpOption('-h, --help', 'print what there is')
    .helpCommand(false)
    .showHelpAfterError('(portico --help prints what there is)')
    .enablePositionalOptions();
  describeNew(portico.command('new'));
  describeList(portico.command('list'));
  return portico;
}

function describeNew(command: Command): void {
  command
    .summary('make a new project')
    .description('Makes a new project in a folder of its own; asks at a terminal for what is not given.')
    .argument('[folder]', 'the folder; its last part is the name');
  for (const [key, choices] of Object.entries(CHOICES)) {
    const values = choices.map(({ value }) => value);
    command.addOption(new Option(`--${key} <${key}>`, CHOICE_TEXTS[key]).choices(values));
  }
  command
    .addOption(
      new Option('--package-manager <name>', 'default: the one this was started by').choices([
        ...packageManagers(),
      ]),
    )
    .option('--portico <source>', 'where Portico comes from, such as ^1.0.0 or file:portico.tgz')
    .option('--no-git', 'no git repository')
    .option('--install', 'install the packages', false)
    .option('--dry-run', 'print what would be written', false)
    .option('-y, --yes', 'take the defaults and ask nothing', false)
    .action(async (folder: string | undefined, options: NewOptions) => {
      const { newProject } = await import('./new/new-project.js');
      process.stdout.write(await newProject(folder, options));
    });
}

const CHOICE_TEXTS: Readonly<Record<string, string>> = {
  transport: 'how it is served by default',
  state: 'where state is kept',
  jobs: 'where background work is kept',
};

function describeList(command: Command): void {
  command
    .summary('print what a module offers')
    .addArgument(new Argument('<file>', 'the compiled file of the root module'))
    .action(async (file: string) => {
      const { listComponents } = await import('./list.js');
      process.stdout.write(await listComponents(file));
    });
}
