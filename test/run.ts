import { goTier } from './go-tier';
import { mochaTier, type Tally } from './mocha-tier';

/** The tiers in the order of their cost, so that what is cheap to find is found first. */
const TIERS = {
  unit: () => mochaTier('test/unit'),
  component: () => mochaTier('test/component'),
  go: goTier,
  lab: () => mochaTier('test/lab'),
} as const;

/** Runs the tiers that are named, or all of them, and ends with one line that counts them together. */
async function main(names: readonly string[]): Promise<void> {
  const known = Object.keys(TIERS);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    console.error(`There is no tier ${unknown.join(', ')}. The tiers are ${known.join(', ')}.`);
    process.exit(2);
  }
  const total: Tally = { passed: 0, failed: 0 };
  for (const [name, run] of Object.entries(TIERS)) {
    if (names.length > 0 && !names.includes(name)) continue;
    console.log(`\n── ${name} tier`);
    const tally = await run();
    total.passed += tally.passed;
    total.failed += tally.failed;
  }
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  // A run without a test proves nothing.
  process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0);
}

void main(process.argv.slice(2));
