// Opens many connections that ask for one thing and then stay silent: `node idle-sockets.mjs <port> <count>`.
// Says "open" once all of them are, and each loss; ends with its standard input.
import { connect } from 'node:net';

const [port, count] = process.argv.slice(2).map(Number);
const atOnce = 200;
let opened = 0;
let begun = 0;

function open() {
  begun++;
  const socket = connect(port, '127.0.0.1', () => {
    socket.write('GET /livez HTTP/1.1\r\nhost: test\r\n\r\n');
  });
  socket.once('data', () => {
    opened++;
    if (opened === count) process.stdout.write('open\n');
    else if (begun < count) open();
  });
  socket.on('error', (error) => {
    process.stdout.write(`lost ${String(error)}\n`);
  });
}
for (let each = 0; each < Math.min(atOnce, count); each++) open();
process.stdin.on('end', () => process.exit(0)).resume();
