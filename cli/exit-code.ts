/** The exit codes of every command. */
export const EXIT = { passed: 0, failed: 1, nothingChecked: 2, SIGINT: 130, SIGTERM: 143 } as const;
