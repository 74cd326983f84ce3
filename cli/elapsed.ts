/** Prints what happens, each line with the seconds since the start. */
export class Elapsed {
  private readonly started = performance.now();

  constructor(private readonly write: (line: string) => void) {}

  /** Seconds since the start, to a tenth. */
  get seconds(): number {
    return Math.round((performance.now() - this.started) / 100) / 10;
  }

  /** Prints one line. */
  say(text: string): void {
    this.write(`${this.seconds.toFixed(1).padStart(6)} s  ${text}`);
  }
}
