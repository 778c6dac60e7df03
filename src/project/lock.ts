import { hostname } from 'node:os';
import { join } from 'node:path';
import { TelltaleError } from '../core/errors.js';
import { codeOf, type Disk, makeFolder, unlessMissing } from './disk.js';

/** `lock.HOST.PID.START`: all of it in the name, so that a lock is complete the moment it exists. */
const pattern = /^lock\.(.+)\.(\d+)\.(\d+)$/;

const host = hostname().replace(/[^A-Za-z0-9-]/g, '-') || 'localhost';

/**
 * Makes this process the only one that writes through this workshop; returns how to let go.
 * Each process puts down a lock of its own and then looks for another's: whoever of two comes second sees the first.
 * A lock of a process that is gone counts for nothing; its name is never used again, so anyone may remove it.
 * @throws TelltaleError when another build is running.
 */
export function lock(disk: Disk, workshop: string): () => void {
  const mine = `lock.${host}.${process.pid}.${startOf(disk, process.pid)}`;
  for (let attempt = 1; ; attempt++) {
    put(disk, workshop, mine);
    const others = disk.readdirSync(workshop).filter(name => name !== mine && pattern.test(name));
    const live = others.filter(name => isLive(disk, name));
    for (const name of others) if (!live.includes(name)) unlessMissing(() => disk.unlinkSync(join(workshop, name)));
    const release = () => {
      held.delete(join(workshop, mine));
      unlessMissing(() => disk.unlinkSync(join(workshop, mine)));
    };
    if (live.length === 0) return release;
    release();
    // Two that came at the same moment both step back: try again, not in step.
    if (attempt === 5) throw busy(workshop, live[0] as string);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5 + Math.random() * 40);
  }
}

/** Locks of this process: one that is on the disk but not here was left behind by a failed release. */
const held = new Set<string>();

function put(disk: Disk, workshop: string, name: string): void {
  const path = join(workshop, name);
  if (held.has(path)) throw busy(workshop, name);
  for (let attempt = 1; ; attempt++) {
    try {
      makeFolder(disk, workshop);
      disk.closeSync(disk.openSync(path, 'w'));
      held.add(path);
      return;
    } catch (error) {
      // Whoever finished just now has taken the workshop away.
      if (codeOf(error) !== 'ENOENT' || attempt === 5) throw error;
    }
  }
}

function isLive(disk: Disk, name: string): boolean {
  const [, where, pid, start] = pattern.exec(name) as unknown as [string, string, string, string];
  if (where !== host) return true;
  try {
    process.kill(Number(pid), 0);
  } catch (error) {
    if (codeOf(error) === 'ESRCH') return false;
  }
  const now = startOf(disk, Number(pid));
  return start === '0' || now === '0' || start === now;
}

/** When a process started, in clock ticks since boot, so that a pid used again is not taken for it; 0 where nothing tells. */
function startOf(disk: Disk, pid: number): string {
  try {
    const stat = disk.readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '0';
  } catch {
    return '0';
  }
}

function busy(workshop: string, name: string): TelltaleError {
  const [, where, pid] = pattern.exec(name) as unknown as [string, string, string];
  const elsewhere = where === host ? '' : ` on ${where}`;
  return new TelltaleError(`another build (process ${pid}${elsewhere}) is writing to the same folder`, {
    fix: `wait for it; if there is none, delete ${workshop}`,
  });
}
