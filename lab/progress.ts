/** Shows people what a long command is doing, and for how long. */
export interface Progress {
  /**
   * Runs one step and shows its title, elapsed time and outcome. Steps may run side by side.
   * @param work gets a function that replaces the short detail behind the title (e.g. "1200 of 4900 packages").
   */
  step<T>(title: string, work: (detail: (text: string) => void) => Promise<T>): Promise<T>;
  /** Prints a line without disturbing the live ones. */
  note(text: string): void;
  /** Prints the times of all steps so far. */
  summary(): void;
}
