import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** npm passes the terminal's Ctrl-C on to us a moment after we got it ourselves. */
const SAME_SIGNAL_MS = 300;

/**
 * The program gets a session of its own and every signal through us. Otherwise Ctrl-C would reach it twice: from the terminal and from npm,
 * which passes on what it gets. Should we be killed outright, the closed channel ends the program in good order.
 */
export function runProgram(node, args) {
  const endWithUs = "process.once('disconnect',()=>process.kill(process.pid,'SIGTERM'));process.channel?.unref()";
  const child = spawn(
    node,
    ['--disable-warning=ExperimentalWarning', '--import', `data:text/javascript,${endWithUs}`, ...args],
    {
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
      detached: true,
    },
  );
  for (const [received, sent] of Object.entries({ SIGINT: 'SIGINT', SIGTERM: 'SIGTERM', SIGHUP: 'SIGTERM' })) {
    let last = Number.NEGATIVE_INFINITY;
    process.on(received, () => {
      if (performance.now() - last > SAME_SIGNAL_MS) child.kill(sent);
      last = performance.now();
    });
  }
  child.once('error', (error) => {
    process.stderr.write(`cordon: ${node} does not start: ${error.message}\n`);
    process.exit(2);
  });
  child.once('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}
