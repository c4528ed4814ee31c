'use strict';
// Rounds and figures of Node's workloads.

const ROUNDS = Number(process.env.ROUNDS || 60);
const BUDGET_NANOS = Number(process.env.BUDGET || 2.5) * 1e9;

const wallNanos = () => Number(process.hrtime.bigint());

function cpuNanos() {
  const used = process.cpuUsage();
  return (used.user + used.system) * 1e3;
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const n = sorted.length;
  return (sorted[(n - 1) >> 1] + sorted[n >> 1]) / 2;
}

const res = (metric, value, unit) => console.log(`RES ${metric} ${value.toPrecision(5)} ${unit}`);

/** Rounds until there are enough or the budget of CPU time is used up: medians of the later half. */
async function measure(metric, operations, round) {
  const wall = [];
  const cpu = [];
  const begin = cpuNanos();
  while (wall.length < ROUNDS && (wall.length < 3 || cpuNanos() - begin < BUDGET_NANOS)) {
    const cpuBefore = cpuNanos();
    const wallBefore = wallNanos();
    await round();
    wall.push((wallNanos() - wallBefore) / operations);
    cpu.push((cpuNanos() - cpuBefore) / operations);
  }
  const half = wall.length >> 1;
  res(`${metric}.cpu`, median(cpu.slice(half)), 'ns');
  res(metric, median(wall.slice(half)), 'ns');
  res(`${metric}.best`, Math.min(...wall), 'ns');
  res(`${metric}.cold`, wall[0], 'ns');
}

/** The same delays of 0 to 1000 ms in every peer. */
function delays(n) {
  const result = [];
  let x = 12345n;
  for (let i = 0; i < n; i++) {
    x = (x * 1103515245n + 12345n) & 0x7fffffffn;
    result.push(Number((x >> 8n) % 1001n));
  }
  return result;
}

module.exports = { cpuNanos, delays, measure, res, wallNanos };
