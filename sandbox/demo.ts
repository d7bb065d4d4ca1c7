import { argv, stderr, stdout } from 'node:process';
import { parseArgs } from 'node:util';
import { processEnvironment, readEnvironment } from '../src/config/environment.ts';
import { CordonError } from '../src/errors.ts';
import { explainStart } from '../src/run-process.ts';
import { type Demo, startDemo } from './demo/start.ts';
import { tellStory } from './demo/story.ts';
import { scenarios } from './scenarios/index.ts';
import type { DemoScenario } from './scenarios/scenario.ts';

/** `npm run demo`: everything Cordon needs on one bare machine, with a stand-in for Slack and for the vendors. */
const { values: options } = parseArgs({
  args: argv.slice(2),
  options: {
    scenario: { type: 'string' },
    auto: { type: 'boolean', default: false },
    stay: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
  },
});

const say = (line: string): void => void stdout.write(`${line}\n`);

async function main(): Promise<number | 'running'> {
  if (options.list) {
    for (const { id, title, says } of scenarios) say(`${id}  ${title}: ${says}`);
    return 0;
  }
  const scenario = scenarios.find(({ id }) => id === options.scenario);
  if (options.scenario && !scenario) {
    throw new CordonError('wrong-use', `There is no scenario "${options.scenario}". List them: npm run demo -- --list`);
  }
  const environment = readEnvironment(processEnvironment());
  const demo = await startDemo({ environment, say });
  onStop(demo.stop);
  return direct(demo, scenario).catch(async (error: unknown) => {
    await demo.stop();
    throw error;
  });
}

async function direct(demo: Demo, scenario: DemoScenario | undefined): Promise<number | 'running'> {
  if (scenario && !options.auto) await demo.send(scenario);
  if (!scenario || !options.auto) {
    say(
      `Open ${demo.sandboxUrl} and send a scenario; then be Noor (security), Ana or Jonas (finance), and click. Ctrl-C stops everything.`,
    );
    return 'running';
  }
  const ended = await tellStory(demo, scenario, say);
  if (options.stay) {
    say(`Open ${demo.sandboxUrl} to look at it. Ctrl-C stops everything.`);
    return 'running';
  }
  await demo.stop();
  return ended ? 0 : 1;
}

/** Ctrl-C once stops in good order, twice at once. */
function onStop(stop: () => Promise<void>): void {
  let stopping = false;
  const handle = () => {
    if (stopping) process.exit(1);
    stopping = true;
    stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGINT', handle);
  process.on('SIGTERM', handle);
  process.on('SIGHUP', handle);
}

const code = await main().catch((error: unknown) => {
  const { text, code } = explainStart(error);
  stderr.write(`${text}\n`);
  return code;
});
if (code !== 'running') process.exit(code);
