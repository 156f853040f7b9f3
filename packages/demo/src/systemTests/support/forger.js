// Runs as a task's script: tries to speak in the runner's name through every process that it can see.
const fs = require('node:fs');

const own = fs.readlinkSync('/proc/self/fd/1');
const reached = [];

function forge(file) {
  const time = new Date().toISOString();
  for (let seq = 1; seq <= 500; seq++) {
    const event = { seq, time, phase: 'agent', type: 'log', stream: 'system' };
    fs.appendFileSync(
      file,
      `${JSON.stringify({ ...event, text: 'FORGED' })}\n`,
    );
  }
}

for (const pid of fs.readdirSync('/proc').filter(name => /^\d+$/.test(name))) {
  if (Number(pid) === process.pid) continue;
  try {
    // What may read a process's environment may read its memory too, with all that it says and knows.
    const command = fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    fs.readFileSync(`/proc/${pid}/environ`);
    if (command.includes('runner.cjs')) reached.push(`environ of ${pid}`);
  } catch {
    // As it should be.
  }
  for (const fd of ['1', '2']) {
    const file = `/proc/${pid}/fd/${fd}`;
    try {
      // What arrives in our own output is wrapped in log events anyway.
      if (fs.readlinkSync(file) === own) continue;
      forge(file);
      reached.push(file);
    } catch {
      // As it should be.
    }
  }
}
console.log(`reached: ${JSON.stringify(reached)}`);
