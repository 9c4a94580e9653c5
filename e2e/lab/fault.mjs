import { Upstream } from "./upstreams.mjs";

/**
 * @typedef {object} Fault One fault: what stands where, what happens, what the truth is. One file each in `faults/`.
 * @property {string} id also the scenario's folder
 * @property {string} title
 * @property {number} subnet unique: its addresses are 127.0.SUBNET.x, so that recordings can run side by side
 * @property {string} template name in `log-templates.mjs`
 * @property {string} zone IANA zone of the proxy's clock
 * @property {string} begin ISO time at which the scenario's log begins
 * @property {boolean} errorLog whether the operator has it
 * @property {boolean} config whether the operator has it
 * @property {boolean} calibration false: held out, only ever measured
 * @property {string[]} hosts
 * @property {boolean} [ownNetwork] recorded in a network namespace of its own, because the fault changes routes or filters packets
 * @property {"untilRemoved" | "sinceInjected"} [span] what the operator's log covers: it ends, or begins, inside the incident
 * @property {boolean} [torn] the log was cut from a longer one by bytes: its first and last lines are fragments
 * @property {boolean} [gzip] the access log is handed over compressed
 */

const DIRECTIVES = `proxy_http_version 1.1;
proxy_set_header Connection "";
proxy_set_header Host $host;
proxy_connect_timeout 3s;
proxy_read_timeout 5s;
proxy_send_timeout 5s;`;

/** `count` applications on 127.0.SUBNET.11 and up. */
export function pool(context, count, options = {}, first = 11) {
  return Array.from(
    { length: count },
    (_, index) => new Upstream({ address: `127.0.${context.subnet}.${first + index}`, ...options }),
  );
}

/** An `upstream` block over the given addresses. */
export function upstreamBlock(name, addresses, { parameters = " max_fails=0", more = "" } = {}) {
  return `upstream ${name} {\n${addresses.map((address) => `    server ${address}${parameters};`).join("\n")}\n${more === "" ? "" : `    ${more}\n`}}`;
}

/** Address as nginx writes it. */
export function addressOf(upstream) {
  return `${upstream.address}:${upstream.port}`;
}

/** `server` blocks for hosts that all hand on to one target, after the directives that every scenario shares. */
export function site(
  context,
  { hosts, target, directives = "proxy_next_upstream off;", location = "", pass = "proxy_pass" },
) {
  const servers = hosts.map(
    (host, index) => `server {
    listen 127.0.0.1:${context.port}${index === 0 ? " default_server backlog=1024" : ""};
    server_name ${host};
${location === "" ? "" : `    ${location}\n`}    location /static/ { root ${context.dir}/srv/www; }
    location / {
        ${pass} ${target};
    }
}`,
  );
  return `${DIRECTIVES}\n${directives}\n${servers.join("\n")}`;
}
