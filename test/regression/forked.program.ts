import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Module, PorticoFactory, silentLog } from 'portico';

/*
 * Has a helper of its own, forked, which creates an application; prints what the helper has told it. Node gives a forked
 * process the flags of its parent.
 */

@Module({})
class HelperModule {}

if (process.argv[2] === 'helper') {
  const app = await PorticoFactory.create(HelperModule, { name: 'helper', version: '1', log: silentLog });
  await pause(300);
  await app.close();
  process.send!('done', () => process.disconnect());
} else {
  const told: unknown[] = [];
  const helper = fork(process.argv[1]!, ['helper']);
  helper.on('message', (message) => void told.push(message));
  await once(helper, 'exit');
  process.stdout.write(JSON.stringify(told));
}
