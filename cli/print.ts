/** Prints to standard output, and waits until a pipe has taken everything: the process ends right after. */
export async function print(text: string): Promise<void> {
  await new Promise<void>((resolve, reject) =>
    process.stdout.write(text, (error) => (error === undefined || error === null ? resolve() : reject(error))),
  );
}
