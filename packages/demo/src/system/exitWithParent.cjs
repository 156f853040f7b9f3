// Loaded into the backend before anything else: file descriptor 3 is a pipe from the demo. When the demo is gone,
// however it went, the pipe ends, and so does the backend.
const { Socket } = require('node:net');

const KILL_AFTER_MS = 5_000;

const parent = new Socket({ fd: 3, readable: true, writable: false });
parent.on('error', () => undefined);
parent.on('close', () => {
  process.kill(process.pid, 'SIGTERM');
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), KILL_AFTER_MS).unref();
});
parent.resume();
parent.unref();
