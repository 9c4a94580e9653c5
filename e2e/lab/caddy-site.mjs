import { CADDY_LOG } from "./caddy-process.mjs";

/** A Caddyfile with one site that hands everything on to `targets`; `more` stands inside `reverse_proxy`. */
export function caddySite(hosts, targets, more = "") {
  const block = more === "" ? "" : ` {\n            ${more}\n        }`;
  return `${hosts.map((host) => `http://${host}`).join(", ")} {
    ${CADDY_LOG}
    handle {
        reverse_proxy ${targets.join(" ")}${block}
    }
}`;
}
