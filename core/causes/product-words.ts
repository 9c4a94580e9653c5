import type { Evidence } from "@/core/evidence/evidence";
import { adviceOfNobody } from "@/core/products/advice-of-nobody";
import type { Aim } from "@/core/products/advice";
import { adviceFor } from "@/core/products/product-advice";

/** The product of the failing lines, inside a sentence: "HAProxy", "the proxy". */
export function nameOf({ product }: Evidence): string {
  return adviceFor(product).title.replace(/^The /, "the ");
}

/** The same at the beginning of a sentence or line. */
export function titleOf({ product }: Evidence): string {
  const { title } = adviceFor(product);
  return title;
}

/** The outermost tier in a sentence: a CDN by its name, any other proxy as "the edge". */
export function edgeOf(evidence: Evidence): string {
  return evidence.product === "cloudfront" || evidence.product === "cloudflare" ? titleOf(evidence) : "the edge";
}

/** `nginx's`, `the load balancer's`. */
export function ofProduct(evidence: Evidence): string {
  return `${nameOf(evidence)}'s`;
}

/**
 * Directives of the product at hand for each aim, in its own words; where it has none of its own, the aim itself as a comment. Never
 * empty for an aim.
 */
export function settings({ product }: Evidence, ...aims: Aim[]): string[] {
  const { set } = adviceFor(product);
  return aims.flatMap((aim) => [...(set[aim] ?? adviceOfNobody.set[aim] ?? [])]);
}

/** The settings, and what makes the proxy take them over where it has to be told. */
export function settingsAndReload(evidence: Evidence, ...aims: Aim[]): string[] {
  return [...settings(evidence, ...aims), ...reloading(evidence)];
}

/** `nginx -t && nginx -s reload`; [] where a change takes effect by itself. */
export function reloading({ product }: Evidence): string[] {
  return [...adviceFor(product).reload];
}

/** Proves a configuration before it is used; [] where the product has no such command. */
export function checking({ product }: Evidence): string[] {
  return [...adviceFor(product).check];
}

/** Checks the configuration, asks the upstream and reloads only if both are well. */
export function carefulReload({ product }: Evidence, address: string): string[] {
  const { check, reload } = adviceFor(product);
  const [first] = check;
  const ask = `curl -fsS --max-time 3 http://${address}{path}`;
  const last = (reload[0] ?? "").split(" && ").at(-1) ?? "";
  return first === undefined || last === "" ? [ask, ...reload] : [`${first} && ${ask} && ${last}`];
}

/** Where the configuration in effect says something about an aim; [] where it cannot be printed. */
export function looking({ product }: Evidence, aim: Aim): string[] {
  const { show, words } = adviceFor(product);
  const pattern = words[aim];
  if (show === null) return [];
  return [pattern === undefined ? `${show} | less` : `${show} | grep -nE '${pattern}'`];
}

/** What the product holds just now: peers, queues, connections. */
export function liveState({ product }: Evidence): string[] {
  return [...adviceFor(product).live];
}

/** Its configuration files by time; [] where it has none on a machine of ours. */
export function recentFiles({ product }: Evidence): string[] {
  const { folder } = adviceFor(product);
  if (folder === null) return [];
  return [`ls -lt --time-style=full-iso ${folder} ${product === "nginx" ? "/etc/nginx/conf.d " : ""}| head`];
}

/** Its files by time and what changed last in them; the configuration in effect where there are no files. */
export function changes(evidence: Evidence): string[] {
  const files = [...lastChange(evidence), ...recentFiles(evidence)];
  const shown = files.length > 0 ? files : looking(evidence, "target");
  return shown.length > 0 ? shown : [`# what was changed at ${nameOf(evidence)} since {since}: its audit trail`];
}

/** What changed last in its configuration, where that is kept in git; [] where it has no folder. */
export function lastChange({ product }: Evidence): string[] {
  const { folder } = adviceFor(product);
  return folder === null ? [] : [`git -C ${folder} log -p -1 -- .`];
}

/** Name of its process for `pgrep` and `journalctl`; null where it runs on machines that are not ours. */
export function processOf({ product }: Evidence): string | null {
  return adviceFor(product).process;
}

/** `$upstream_status`, `OriginStatus`: how its log calls the status of each attempt; in plain words where it has none. */
export function attemptStatus({ product }: Evidence): string {
  return adviceFor(product).fields.upstreamStatus ?? "the log";
}

/** `$upstream_addr`, `%b/%s`: how its log calls the upstream's address. */
export function attemptAddress({ product }: Evidence): string {
  return adviceFor(product).fields.upstreamAddr ?? "the upstream's address in the log";
}

/** Disk, journal and crashes of the proxy itself; its state where it runs on machines that are not ours. */
export function ownHealth(evidence: Evidence): string[] {
  const { folder, process } = adviceFor(evidence.product);
  if (process === null || folder === null) return liveState(evidence);
  const unit = folder.split("/").at(-1) ?? process;
  const name = process.split(" ")[0] ?? process;
  return [
    `df -h /var/lib/${unit} /var/log/${unit}; df -i /var/lib/${unit}`,
    `journalctl -u ${unit} --since '{since}' --no-pager`,
    `coredumpctl list ${name}`,
    `dmesg -T | grep -i ${name}`,
  ];
}

/** What one client asks for, out of the access log. */
export function linesOf({ product }: Evidence, client: string): string[] {
  return adviceFor(product).combined
    ? [`grep -F ${client} access.log | awk '{print $9, $7}' | cut -d? -f1 | sort | uniq -c | sort -rn | head`]
    : [`grep -F ${client} access.log | tail -50`];
}

/** The busiest clients and routes, out of an access log whose columns are those of combined; else where they are listed. */
export function topTalkers({ product }: Evidence): string[] {
  return adviceFor(product).combined
    ? [
        "awk '{print $1}' access.log | sort | uniq -c | sort -rn | head",
        "awk '{print $7}' access.log | cut -d? -f1 | sort | uniq -c | sort -rn | head",
      ]
    : ["# the busiest clients and routes are listed with this incident"];
}
