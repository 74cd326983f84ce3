/** Components that were made, by the name that the plan has for them. */
export class Made<T> extends Map<string, T> {
  /**
   * A component that the plan refers to.
   *
   * @throws Error if it was not made before.
   */
  the(name: string): T {
    const made = this.get(name);
    if (made === undefined) throw new Error(`"${name}" was asked for before it was made.`);
    return made;
  }
}
