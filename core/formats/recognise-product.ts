/** Logs of products that have no format here yet, by what only they write. */
const PRODUCTS: [name: string, test: RegExp][] = [
  ["HAProxy", / [\w.-]+(?:~)? [\w.-]+\/(?:[\w.:-]+|<NOSRV>|<STATS>) -?\d+\/-?\d+\/-?\d+\/-?\d+\/\+?-?\d+ -?\d{1,3} /],
  ["HAProxy", /\bhaproxy\[\d+\]: |(?:Server|Backend) \S+(?:\/\S+)? is (?:DOWN|UP)[, ]/],
  ["an AWS load balancer", /^(?:https?|h2|grpcs?|wss?) \d{4}-\d{2}-\d{2}T[\d:.]+Z app\/\S+ /],
  ["AWS Classic ELB", /^\d{4}-\d{2}-\d{2}T[\d:.]+Z \S+ \d[\d.]*:\d+ \S+ -?[\d.]+ -?[\d.]+ -?[\d.]+ /],
  ["CloudFront or IIS (W3C)", /^#(?:Version|Fields|Software|Date):/],
  ["Apache (error log)", /^\[(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} \d{2} [\d:.]+ \d{4}\] \[/],
  ["Squid", /^\d{10}\.\d{3} +\d+ \S+ (?:TCP|NONE|UDP)_?\w*\/\d{3} \d+ /],
  ["Varnish", /^(?:\*|-) +<< +(?:Request|BeReq|Session) /],
  ["gunicorn", /^\[\d{4}-\d{2}-\d{2} [\d:]+ [+-]\d{4}\] \[\d+\] \[[A-Z]+\] /],
  ["the journal (JSON)", /"__REALTIME_TIMESTAMP"\s*:/],
  ["the kernel", /^(?:\[ *\d+\.\d{6}\]|[A-Z][a-z]{2} [ \d]\d [\d:]+ \S+ kernel:) /],
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
  const needed = best !== null && /W3C/.test(best) ? 1 : lines.length / 3;
  return best !== null && (counts.get(best) ?? 0) >= needed ? best : null;
}
