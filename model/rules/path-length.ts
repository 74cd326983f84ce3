/** The extension of basic constraints in DER: its object identifier, then perhaps `critical`, then the sequence of its values (RFC 5280, 4.2.1.9). */
const BASIC_CONSTRAINTS = Buffer.from('0603551d13', 'hex');
const TRUE = Buffer.from('0101ff', 'hex');

/** How many authorities may come between a certificate and the leaf; undefined for any number. Node's X509Certificate does not tell. */
export function pathLength(der: Buffer): number | undefined {
  const start = der.indexOf(BASIC_CONSTRAINTS);
  if (start < 0) return undefined;
  const isCritical = der.subarray(start + 5, start + 8).equals(TRUE);
  // The headers of the octet string and of the sequence.
  const values = start + (isCritical ? 8 : 5) + 4;
  const end = values + (der[values - 1] ?? 0);
  const length = der.subarray(values, end).equals(TRUE) ? end : values + TRUE.length;
  // An integer of one byte: nobody counts further.
  return length + 3 <= end && der[length] === 2 ? der[length + 2] : undefined;
}
