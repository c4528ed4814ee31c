'use strict';
// Node's promises: main.js WORKLOAD [ARGUMENT...]. A yield is setImmediate, a turn of the event loop like sleep(0);
// "yield N micro" awaits null instead, and neither timers nor sockets get a turn.

const { isMainThread, parentPort, Worker, workerData } = require('node:worker_threads');

const immediate = () => new Promise((resolve) => setImmediate(resolve));

/** The least that a bounded queue needs; Node has none. */
class Queue {
  constructor(capacity) {
    this.capacity = capacity;
    this.items = [];
    this.head = 0;
    this.getters = [];
    this.putters = [];
  }

  async put(item) {
    while (this.items.length - this.head >= this.capacity) await new Promise((resolve) => this.putters.push(resolve));
    this.items.push(item);
    this.getters.shift()?.();
  }

  async get() {
    while (this.items.length === this.head) await new Promise((resolve) => this.getters.push(resolve));
    const item = this.items[this.head++];
    if (this.head > 1024) {
      this.items = this.items.slice(this.head);
      this.head = 0;
    }
    this.putters.shift()?.();
    return item;
  }
}

class Lock {
  constructor() {
    this.locked = false;
    this.waiters = [];
  }

  async lock() {
    if (this.locked) await new Promise((resolve) => this.waiters.push(resolve));
    this.locked = true;
  }

  unlock() {
    if (this.waiters.length > 0) this.waiters.shift()();
    else this.locked = false;
  }
}

let sink = 0;

async function noop() {
  return 1;
}

async function yieldOften(measure, tasks, micro) {
  const each = 1e6 / tasks;
  const body = micro
    ? async () => { for (let i = 0; i < each; i++) await null; }
    : async () => { for (let i = 0; i < each; i++) await immediate(); };
  await measure('yield', 1e6, () => Promise.all(Array.from({ length: tasks }, body)));
}

async function spawn() {
  for (let i = 0; i < 5e5; i++) sink = await noop();
}

async function pingPong(n) {
  const there = new Queue(1);
  const back = new Queue(1);
  const echo = (async () => { for (let i = 0; i < n; i++) await back.put(await there.get()); })();
  for (let i = 0; i < n; i++) {
    await there.put(i);
    sink = await back.get();
  }
  await echo;
}

async function pipe(n) {
  const queue = new Queue(1024);
  const producer = (async () => { for (let i = 0; i < n; i++) await queue.put(i); })();
  let sum = 0;
  for (let i = 0; i < n; i++) sum += await queue.get();
  sink = sum;
  await producer;
}

async function timeoutAround() {
  for (let i = 0; i < 5e5; i++) {
    let timer;
    const late = new Promise((_, reject) => { timer = setTimeout(reject, 30000); });
    sink = await Promise.race([noop(), late]);
    clearTimeout(timer);
  }
}

function timer() {
  for (let i = 0; i < 1e6; i++) clearTimeout(setTimeout(noop, 30000));
}

async function sleeps(harness, tasks) {
  const { setTimeout: sleep } = require('node:timers/promises');
  const millis = harness.delays(tasks);
  const longest = millis.reduce((a, b) => Math.max(a, b));
  const late = new Array(tasks);
  for (let round = 0; round < 3; round++) {
    const cpu = harness.cpuNanos();
    const wall = harness.wallNanos();
    await Promise.all(millis.map(async (ms, i) => {
      const before = performance.now();
      await sleep(ms);
      late[i] = performance.now() - before - ms;
    }));
    if (round === 1) continue;
    const suffix = round === 0 ? '.cold' : '';
    harness.res(`sleeps.cpu${suffix}`, (harness.cpuNanos() - cpu) / 1e6, 'ms');
    harness.res(`sleeps.over${suffix}`, (harness.wallNanos() - wall) / 1e6 - longest, 'ms');
  }
  late.sort((a, b) => a - b);
  harness.res('sleeps.late_p50', late[tasks >> 1], 'ms');
  harness.res('sleeps.late_p99', late[Math.floor(tasks * 0.99)], 'ms');
}

async function lock() {
  const free = new Lock();
  for (let i = 0; i < 5e5; i++) {
    await free.lock();
    sink++;
    free.unlock();
  }
}

async function contended() {
  const shared = new Lock();
  await Promise.all(Array.from({ length: 100 }, async () => {
    for (let i = 0; i < 5e3; i++) {
      await shared.lock();
      sink++;
      await immediate();
      shared.unlock();
    }
  }));
}

async function memory(harness, tasks) {
  global.gc();
  const { rss, heapUsed } = process.memoryUsage();
  let cpu = harness.cpuNanos();
  let wall = harness.wallNanos();
  const report = (what) => {
    harness.res(`memory.${what}.cpu`, (harness.cpuNanos() - cpu) / tasks, 'ns');
    harness.res(`memory.${what}`, (harness.wallNanos() - wall) / tasks, 'ns');
  };
  const resolvers = [];
  const waiting = [];
  for (let i = 0; i < tasks; i++) {
    const future = new Promise((resolve) => resolvers.push(resolve));
    waiting.push((async () => { sink = await future; })());
  }
  report('create');
  harness.res('memory.rss', (process.memoryUsage().rss - rss) / tasks, 'B');
  global.gc();
  harness.res('memory.heap', (process.memoryUsage().heapUsed - heapUsed) / tasks, 'B');
  cpu = harness.cpuNanos();
  wall = harness.wallNanos();
  resolvers.forEach((resolve) => resolve(1));
  await Promise.all(waiting);
  report('wake');
}

async function skynet(first, leaves) {
  if (leaves === 1) return first;
  const part = leaves / 10;
  const parts = [];
  for (let i = 0; i < 10; i++) parts.push(skynet(first + i * part, part));
  let sum = 0;
  for (const result of await Promise.all(parts)) sum += result;
  return sum;
}

async function tree() {
  if (await skynet(0, 1e6) !== 499999500000) throw new Error('skynet: wrong sum');
}

/** Messages of a worker: "roundtrip" answers each, "oneway" only counts. */
async function otherThread(measure, workload) {
  const n = workload === 'roundtrip' ? 2e5 : 2e6;
  const flag = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(__filename, { workerData: { workload, n, flag } });
  await measure(workload, n, () => new Promise((resolve) => {
    let count = 0;
    worker.removeAllListeners('message');
    worker.on('message', async (message) => {
      if (workload === 'oneway') {
        if (++count === n) resolve();
      } else if (message === 'end') {
        resolve();
      } else {
        await noop();
        Atomics.store(flag, 0, 1);
        Atomics.notify(flag, 0);
      }
    });
    worker.postMessage('start');
  }));
  await worker.terminate();
}

function submitFromWorker({ workload, n, flag }) {
  for (let i = 0; i < n; i++) {
    Atomics.store(flag, 0, 0);
    parentPort.postMessage(i);
    if (workload === 'roundtrip') Atomics.wait(flag, 0, 0);
  }
  if (workload === 'roundtrip') parentPort.postMessage('end');
}

/** Echo: serve PORT [KEY FOLDER] */
function serve(port, keys) {
  const echo = (socket) => {
    socket.setNoDelay(true);
    socket.on('error', () => {}); // the client has gone
    socket.on('data', (data) => socket.write(data));
  };
  const server = keys ? tlsServer(keys, echo) : require('node:net').createServer(echo);
  server.listen(Number(port), '127.0.0.1', 1024, () => console.log('READY'));
}

function tlsServer(keys, echo) {
  const { readFileSync } = require('node:fs');
  const { join } = require('node:path');
  const read = (name) => readFileSync(join(keys, name));
  return require('node:tls').createServer({ key: read('key.pem'), cert: read('cert.pem') }, echo);
}

async function main(workload, ...args) {
  if (workload === 'hello') {
    await immediate();
    console.log('hello');
    return;
  }
  if (workload === 'serve') {
    serve(...args);
    return;
  }
  const harness = require('./harness');
  const { measure } = harness;
  const count = (usual) => Number(args[0] || usual);
  switch (workload) {
    case 'yield': return yieldOften(measure, count(1), args[1] === 'micro');
    case 'spawn': return measure('spawn', 5e5, spawn);
    case 'gather': return measure('gather', 1e5, () => Promise.all(Array.from({ length: 1e5 }, noop)));
    case 'pingpong': return measure('pingpong', 3e5, () => pingPong(3e5));
    case 'pipe': return measure('pipe', 2e6, () => pipe(2e6));
    case 'timeout': return measure('timeout', 5e5, timeoutAround);
    case 'timer': return measure('timer', 1e6, timer);
    case 'sleeps': return sleeps(harness, count(1e5));
    case 'lock': return measure('lock', 5e5, lock);
    case 'contended': return measure('contended', 5e5, contended);
    case 'memory': return memory(harness, count(1e6));
    case 'skynet': return measure('skynet', 1111111, tree);
    case 'roundtrip':
    case 'oneway': return otherThread(measure, workload);
    default: throw new Error(workload);
  }
}

if (isMainThread) {
  main(...process.argv.slice(2)).catch((error) => {
    console.error(error);
    process.exit(1);
  });
} else {
  parentPort.on('message', () => submitFromWorker(workerData));
}
