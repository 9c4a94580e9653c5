/** Logs of products that have no format here yet, by what only they write. */
const PRODUCTS: [name: string, test: RegExp][] = [
  ["HAProxy as on its terminal, where lines have no time", /^\[(?:NOTICE|WARNING|ALERT)\] +\(\d+\) : /],
];

/** The product that wrote these lines, in words; null when fewer than a third of the lines name one. */
export function recogniseProduct(lines: readonly string[]): string | null {
  const counts = new Map<string, number>();
  for (const line of lines) {
    const found = PRODUCTS.find(([, test]) => test.test(line.slice(0, 4096)));
    if (found) counts.set(found[0], (counts.get(found[0]) ?? 0) + 1);
  }
  let best: string | null = null;
  for (const [name, count] of counts) if (best === null || count > (counts.get(best) ?? 0)) best = name;
  return best !== null && (counts.get(best) ?? 0) >= lines.length / 3 ? best : null;
}
