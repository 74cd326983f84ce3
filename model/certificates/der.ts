/** One element of DER (ITU-T X.690): what it is, and what it holds. */
export interface DerElement {
  /** Class, form and number in one byte, as in `0x30` for a sequence. */
  readonly tag: number;
  readonly contents: Buffer;
}

/** Tags of elements that certificates have. */
export const TAG = { boolean: 0x01, integer: 0x02, sequence: 0x30 } as const;

/**
 * The elements that stand one behind the other in a piece of DER. Node tells neither key usage, path length nor name constraints of a certificate.
 *
 * @throws RangeError if an element would reach beyond the end.
 */
export function derElements(der: Buffer): DerElement[] {
  const elements: DerElement[] = [];
  let at = 0;
  while (at < der.length) {
    const tag = der.readUInt8(at);
    const short = der.readUInt8(at + 1);
    // A long length is in as many further bytes as the lower bits of the first one say.
    const further = short < 0x80 ? 0 : short - 0x80;
    const start = at + 2 + further;
    const length = further === 0 ? short : der.readUIntBE(at + 2, further);
    if (start + length > der.length) throw new RangeError('An element of DER reaches beyond its end.');
    elements.push({ tag, contents: der.subarray(start, start + length) });
    at = start + length;
  }
  return elements;
}
