import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism, cpus, platform } from 'node:os';

/** Milliseconds of processor time used since the start, by name; `machine` counts everybody on it. */
export type ProcessorTime = ReadonlyMap<string, number>;

/** Linux counts in hundredths of a second. */
const TICK_MS = 10;

/** Reads what each named group of processes has used so far; empty where the system does not say it (Linux does). */
export function readProcessorTime(groups: ReadonlyMap<string, readonly number[]>): ProcessorTime {
  if (platform() !== 'linux') return new Map();
  const ours = [...groups].map(([name, pids]) => [name, pids.reduce((sum, pid) => sum + usedBy(pid), 0)] as const);
  const machine = cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0);
  return new Map([...ours, ['machine', machine]]);
}

/** A process and all that it started and that still live. */
export function familyOf(pid: number): number[] {
  if (platform() !== 'linux') return [];
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return [pid, ...all.map(Number).filter((other) => statOf(other)[PARENT] === String(pid))];
}

export const parentOf = (pid: number): number => Number(statOf(pid)[PARENT] ?? 0);

/** "worker 6.1, server 0.9 …": milliseconds for each, and how busy all cores were with what. */
export function describeUse(before: ProcessorTime, after: ProcessorTime, run: { count: number; ms: number }): string {
  const used = [...after].map(([name, ms]) => ({ name, ms: ms - (before.get(name) ?? 0) }));
  const machine = used.find(({ name }) => name === 'machine')?.ms;
  if (machine === undefined) return '';
  const ours = used.filter(({ name }) => name !== 'machine');
  const each = ours.map(({ name, ms }) => `${name} ${(ms / run.count).toFixed(2)}`).join(', ');
  const share = (ms: number) => `${Math.round((100 * ms) / (run.ms * availableParallelism()))} %`;
  const sum = ours.reduce((total, { ms }) => total + ms, 0);
  return `processor ms for each: ${each}; cores busy with this ${share(sum)}, with others ${share(Math.max(0, machine - sum))}`;
}

const PARENT = 1;
const USER = 11;
const SYSTEM = 12;

const usedBy = (pid: number): number => (Number(statOf(pid)[USER] ?? 0) + Number(statOf(pid)[SYSTEM] ?? 0)) * TICK_MS;

/** The fields of /proc/PID/stat from the state on; the name before it may hold anything. */
function statOf(pid: number): string[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}
