import { Argument, Command, Option } from 'commander';
import type { CallOptions } from './call/call-tool.js';
import type { ClientConfigOptions } from './client-config/client-config.js';
import { CLIENTS, type ClientName } from './client-config/clients.js';
import type { GenerateOptions } from './generate/generate.js';
import { CHOICES } from './new/choices.js';
import type { NewOptions } from './new/new-project.js';
import { packageManagers } from './new/package-manager.js';
import { packageVersion } from './package-info.js';
import type { DevFlags, ServeFlags } from './serve/serve-flags.js';
import { COMPONENT_KINDS, type ComponentKind } from './templates/component-kinds.js';

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
  describeGenerate(portico.command('generate').alias('g'));
  describeCall(portico.command('call'));
  describeDev(portico.command('dev'));
  describeStart(portico.command('start'));
  describeWorker(portico.command('worker'));
  describeList(portico.command('list'));
  describeDoctor(portico.command('doctor'));
  describeClientConfig(portico.command('client-config'));
  describeInspect(portico.command('inspect'));
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
  auth: 'how callers over HTTP are known',
  state: 'where state is kept',
  jobs: 'where background work is kept',
};

function describeGenerate(command: Command): void {
  command
    .summary('add a component, and name it in its module')
    .addArgument(new Argument('<kind>', 'what to make').choices(COMPONENT_KINDS))
    .argument('<name>', 'its name, with folders before it if need be, such as orders/refund')
    .option('--flat', 'no folder of its own', false)
    .option('--no-test', 'no test beside it')
    .option('--dry-run', 'print what would be written', false)
    .option('--force', 'overwrite without asking', false)
    .action(async (kind: ComponentKind, name: string, options: GenerateOptions) => {
      const { generate } = await import('./generate/generate.js');
      process.stdout.write(await generate(kind, name, options));
    });
}

function describeCall(command: Command): void {
  command
    .summary('call a tool by a real client')
    .description('Calls a tool of this project, or of a running server; compiles first what is stale.')
    .argument('<tool>', 'its name')
    .argument('[arguments...]', 'as key=value, such as city=Oslo days=3')
    .addOption(
      new Option('--era <era>', 'the family of protocol revisions').choices(['session', 'stateless']),
    )
    .option('--url <url>', 'a server that runs already, such as http://127.0.0.1:3000/mcp')
    .option('--header <header>', "'name: value', sent to the URL; may be repeated", several, [])
    .option('--answer <key=value>', 'an answer to a question; again for the next', several, [])
    .option('--task', 'as a background task, with where it stands', false)
    .option('--json', 'print the whole result', false)
    .option('--timeout <seconds>', 'how long to wait without a sign of life', Number, 300)
    .action(async (tool: string, words: string[], options: CallOptions) => {
      const { callTool } = await import('./call/call-tool.js');
      const { text, isError } = await callTool(tool, words, options);
      process.stdout.write(text);
      if (isError) process.exitCode = 1;
    });
}

const several = (value: string, before: readonly string[]): readonly string[] => [...before, value];

function describeDev(command: Command): void {
  serveOptions(command)
    .summary('serve while you write')
    .description(
      'Compiles on every save and starts the server again; on stdio the client stays connected. A page on this machine shows what happens; its address is printed on stderr.',
    )
    .option('--dashboard-port <port>', 'the port of that page; default: 6280, or a free one')
    .option('--no-dashboard', 'no such page')
    .action(async (flags: DevFlags) => (await import('./serve/dev.js')).dev(flags));
}

function describeStart(command: Command): void {
  serveOptions(command)
    .summary('run the server')
    .description('Runs the server of this project; compiles first what is stale, where there is a compiler.')
    .action(async (flags: ServeFlags) => (await import('./serve/start.js')).start(flags));
}

function describeWorker(command: Command): void {
  command
    .summary('do background work only')
    .description('Runs the program of this project as a worker: jobs and tasks, and no clients.')
    .action(async () => (await import('./serve/start.js')).start({}, 'worker'));
}

function serveOptions(command: Command): Command {
  return command
    .addOption(new Option('--http', 'serve a URL').conflicts('stdio'))
    .option('--stdio', 'serve stdin and stdout')
    .option('--port <port>', 'the port of the URL; 0 takes a free one')
    .option('--host <host>', 'the address to bind to')
    .option('--path <path>', 'the path of the URL');
}

function describeList(command: Command): void {
  command
    .summary('print what a module offers')
    .argument('[file]', 'the compiled file of the root module; default: app.module.js of this project')
    .option('--json', 'for programs', false)
    .action(async (file: string | undefined, { json }: { json: boolean }) => {
      const { listComponents, ownModule } = await import('./list.js');
      process.stdout.write(await listComponents(file ?? ownModule(), json));
    });
}

function describeDoctor(command: Command): void {
  command
    .summary('look for what keeps a server from working')
    .description(
      'Looks at Node, TypeScript, packages, environment and storage, and says the cure of what is wrong.',
    )
    .option('--json', 'for programs', false)
    .action(async ({ json }: { json: boolean }) => {
      const { text, isHealthy } = await (await import('./doctor/doctor.js')).doctor(json);
      process.stdout.write(text);
      if (!isHealthy) process.exitCode = 1;
    });
}

function describeClientConfig(command: Command): void {
  command
    .summary("print or write the entry of this server in a client's settings")
    .addArgument(new Argument('<client>', 'the client').choices(Object.keys(CLIENTS)))
    .option('--url <url>', 'a served URL, instead of a program the client starts')
    .option('--write', "put it into the client's file", false)
    .option('--force', 'replace another entry of the same name', false)
    .action(async (client: ClientName, options: ClientConfigOptions) => {
      const { clientConfig } = await import('./client-config/client-config.js');
      process.stdout.write(await clientConfig(client, options));
    });
}

function describeInspect(command: Command): void {
  command
    .summary('open the official Inspector on this server')
    .option('--url <url>', 'a server that runs already')
    .argument('[arguments...]', 'for the Inspector, after --, such as -- --cli --method tools/list')
    .action(async (args: string[], { url }: { url?: string }) =>
      (await import('./inspect.js')).inspect(url, args),
    );
}
