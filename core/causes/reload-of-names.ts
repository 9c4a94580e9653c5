import type { Evidence } from "@/core/evidence/evidence";
import { markerBefore, markerText } from "./circumstances";
import { hostAndPort } from "./config-reading";
import type { Signal } from "./define-cause";
import { named } from "./number-words";
import { supports } from "./signal";

/**
 * HAProxy and Caddy log servers by name, and a reload can give a name another address unseen. Where all servers of a backend refuse from a
 * reload of the proxy on, the reload is the likelier reason than all of them stopping in that minute. Null where the log has addresses,
 * where nothing was reloaded, or where a server of the backend still serves.
 */
export function reloadOfNames(evidence: Evidence): Signal[] | null {
  const shares = (evidence.upstreams ?? []).filter(({ value, requests }) => requests > 0 && value !== "");
  const failing = shares.filter(({ failedShare }) => failedShare >= 0.1);
  const backends = new Set(failing.map(({ value }) => value.slice(0, value.lastIndexOf("/"))));
  const [backend = ""] = backends;
  const marker = markerBefore(evidence, ["config-reload"], 300);
  if (backends.size !== 1 || marker === null || failing.some(({ value }) => hostAndPort(value) !== null)) return null;
  const members = shares.filter(({ value }) => backend !== "" && value.startsWith(`${backend}/`));
  if (members.length === 0 || members.some(({ ratio }) => ratio < 0.5)) return null;
  const who =
    members.length === 1 ? `The server of ${named(backend)} refuses` : `All servers of ${named(backend)} refuse`;
  return [
    supports(markerText(marker), 1, "markers"),
    supports(
      `${who} from then on; the log has their names alone, and a reload can give a name another address`,
      0.6,
      "access-log",
    ),
  ];
}
