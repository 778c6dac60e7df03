/** What is to be ended or removed when a test run is cut off, the last one first. */
const left = new Set<() => void>();

process.once('exit', () => {
  for (const end of [...left].reverse()) end();
});

/** Calls this when the process exits, unless it was called off before. Synchronous. */
export function atExit(end: () => void): { callOff(): void } {
  left.add(end);
  return { callOff: () => left.delete(end) };
}
