/** How often each measured thing was done, and how long it took each time, in seconds. */
export class Stopwatch {
  private readonly times = new Map<string, number[]>();

  /** Does something and keeps how long it took. */
  async time<T>(name: string, work: () => Promise<T>): Promise<T> {
    const started = performance.now();
    const result = await work();
    const seconds = (performance.now() - started) / 1000;
    this.times.set(name, [...(this.times.get(name) ?? []), seconds]);
    console.error(`   ${name}  ${seconds.toFixed(1)} s`);
    return result;
  }

  /** Everything that was measured, in the order in which it first was. */
  get measurements(): readonly Measurement[] {
    return [...this.times].map(([name, seconds]) => ({ name, seconds, median: median(seconds) }));
  }
}

/** One measured thing. */
export interface Measurement {
  readonly name: string;
  readonly seconds: readonly number[];
  readonly median: number;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const [low = 0, high = 0] =
    sorted.length % 2 === 1 ? [sorted[middle], sorted[middle]] : [sorted[middle - 1], sorted[middle]];
  return (low + high) / 2;
}
