/** Replaces the short text behind a running step's title, e.g. "1200 packages". */
export type Detail = (text: string) => void;

/** Shows people what a long command is doing, and for how long. */
export interface Progress {
  /** Runs one step and shows its title, elapsed time and outcome. Steps may run side by side. */
  step<T>(title: string, work: (detail: Detail) => Promise<T>): Promise<T>;
  /** Prints a line without disturbing the live ones. */
  note(text: string): void;
  /** Prints the times of all steps that took noticeable time. */
  summary(): void;
}

/** The part of a terminal that progress needs. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

interface Step {
  readonly title: string;
  readonly started: number;
  detail: string;
  ended?: number;
  failed?: boolean;
  /** When a line about it was last printed. */
  told: number;
}

const LIVE_INTERVAL_MS = 200;
const HEARTBEAT_MS = 15_000;
const WORTH_SUMMING_MS = 1000;

/** Formats a duration for people: `0.4 s`, `42 s`, `9 min 31 s`. */
export function formatDuration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 9.95) {
    return `${seconds.toFixed(1)} s`;
  }
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** Progress on a stream: live lines on a terminal; start, heartbeat and end lines elsewhere. */
export class StreamProgress implements Progress {
  private readonly steps: Step[] = [];
  private liveLines = 0;
  private timer: NodeJS.Timeout | undefined;
  private readonly begun: number;

  constructor(
    private readonly stream: ProgressStream = process.stderr,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.begun = now();
  }

  async step<T>(title: string, work: (detail: Detail) => Promise<T>): Promise<T> {
    const step: Step = { title, started: this.now(), detail: '', told: this.now() };
    this.steps.push(step);
    if (this.stream.isTTY !== true) {
      this.stream.write(`…  ${title}\n`);
    }
    this.tick();
    this.timer ??= setInterval(() => this.tick(), this.stream.isTTY === true ? LIVE_INTERVAL_MS : 1000).unref();
    try {
      const result = await work((text) => (step.detail = text));
      this.end(step, false);
      return result;
    } catch (error) {
      this.end(step, true);
      throw error;
    }
  }

  note(text: string): void {
    this.clearLive();
    this.stream.write(`${text}\n`);
    this.drawLive();
  }

  summary(): void {
    const timed = this.steps.filter(
      (step) => step.ended !== undefined && step.ended - step.started >= WORTH_SUMMING_MS,
    );
    const width = Math.max(0, ...timed.map((step) => step.title.length));
    for (const step of timed) {
      this.note(`   ${step.title.padEnd(width)}  ${formatDuration((step.ended ?? 0) - step.started)}`);
    }
    this.note(`   ${'all together'.padEnd(width)}  ${formatDuration(this.now() - this.begun)}`);
  }

  private end(step: Step, failed: boolean): void {
    step.ended = this.now();
    step.failed = failed;
    const detail = step.detail === '' ? '' : ` (${step.detail})`;
    this.note(`${failed ? '✗' : '✓'}  ${step.title}${detail}  ${formatDuration(step.ended - step.started)}`);
    if (this.running().length === 0) {
      clearInterval(this.timer);
      this.timer = undefined;
    }
  }

  private running(): Step[] {
    return this.steps.filter((step) => step.ended === undefined);
  }

  private line(step: Step): string {
    return `…  ${step.title}${step.detail === '' ? '' : `: ${step.detail}`}  ${formatDuration(this.now() - step.started)}`;
  }

  private tick(): void {
    if (this.stream.isTTY === true) {
      this.clearLive();
      this.drawLive();
      return;
    }
    for (const step of this.running()) {
      if (this.now() - step.told >= HEARTBEAT_MS) {
        step.told = this.now();
        this.stream.write(`${this.line(step)}\n`);
      }
    }
  }

  private clearLive(): void {
    if (this.liveLines > 0) {
      this.stream.write(`\x1b[${this.liveLines}A\x1b[J`);
      this.liveLines = 0;
    }
  }

  private drawLive(): void {
    if (this.stream.isTTY !== true) {
      return;
    }
    for (const step of this.running()) {
      // A line that wraps could not be taken back with one "cursor up".
      this.stream.write(`${this.line(step).slice(0, (this.stream.columns ?? 80) - 1)}\n`);
      this.liveLines += 1;
    }
  }
}
