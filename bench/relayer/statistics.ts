export function median(numbers: readonly number[]): number {
  return percentile(numbers, 50);
}

/** The smallest of the numbers that is at least as large as so many percent of them. */
export function percentile(numbers: readonly number[], percent: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)] ?? Number.NaN;
}
