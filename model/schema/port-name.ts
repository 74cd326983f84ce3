import { z } from 'zod';

const LONGEST = 15;

/** Whether a word is a port name as containers and Ingresses have it (IANA service name, RFC 6335 5.1). */
export function isPortName(word: string): boolean {
  return /^[a-z0-9]+(-[a-z0-9]+)*$/.test(word) && /[a-z]/.test(word) && word.length <= LONGEST;
}

/** The form of a port name, for messages. */
export const PORT_NAME = `at most ${LONGEST} lower-case letters, digits and single hyphens, and one letter at least`;

/** Name of a container port. */
export const portName = z.string().refine(isPortName, { error: `a port name: ${PORT_NAME}` });
