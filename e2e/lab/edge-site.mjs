import { addressOf, upstreamBlock } from "./fault.mjs";
import { haproxySite } from "./haproxy-site.mjs";
import { INNER_PORT, innerAddress } from "./record-tiers.mjs";

/** Where the edge reaches the origin. */
export const originOf = ({ subnet }) => `${innerAddress(subnet)}:${INNER_PORT}`;

/** Where the edge's own connections come from, so that a firewall can tell them from others. */
export const edgeAddress = ({ subnet }) => `127.0.${subnet}.2`;

/** nginx as the outer tier: everything goes to the origin, whose log sees the edge as its client unless `forward`. */
export function edgeSite(
  context,
  { hosts, timeouts = "proxy_connect_timeout 3s;\nproxy_read_timeout 8s;", forward = false, target, more = "" },
) {
  return `proxy_http_version 1.1;
proxy_set_header Connection "";
proxy_set_header Host $host;
proxy_set_header X-Forwarded-For ${forward ? "$remote_addr" : '""'};
proxy_bind ${edgeAddress(context)};
proxy_next_upstream off;
${timeouts}
server {
    listen 127.0.0.1:${context.port} default_server backlog=1024;
    server_name ${hosts.join(" ")};
${more === "" ? "" : `    ${more}\n`}    location / {
        proxy_pass ${target ?? `http://${originOf(context)}`};
    }
}`;
}

/** HAProxy as the outer tier, with the origin as its only server; `more` as for `haproxySite`. */
export function haproxyEdgeSite(context, more = {}) {
  return haproxySite(context, {
    backends: { be_origin: [{ address: innerAddress(context.subnet), port: INNER_PORT }] },
    server: "origin",
    defaults: "retries 1",
    timeouts: { connect: "2s", server: "8s" },
    ...more,
  });
}

/** nginx as the inner tier, before the applications. */
export function originSite(
  context,
  { hosts, timeouts = "proxy_connect_timeout 3s;\nproxy_read_timeout 5s;", upstreams = context.upstreams },
) {
  return `${upstreamBlock("app", upstreams.map(addressOf))}
proxy_http_version 1.1;
proxy_set_header Connection "";
proxy_set_header Host $host;
proxy_next_upstream off;
${timeouts}
server {
    listen ${originOf(context)} default_server backlog=1024;
    server_name ${hosts.join(" ")};
    location / {
        proxy_pass http://app;
    }
}`;
}

/** The files of two tiers by names that say which is which, or do not. */
export const NAMED_FILES = [
  { access: "edge-access.log", error: "edge-error.log" },
  { access: "origin-access.log", error: "origin-error.log" },
];
export const PLAIN_FILES = [
  { access: "access-1.log.gz", error: "error-1.log" },
  { access: "access-2.log.gz", error: "error-2.log" },
];

/** Only the access logs of these. */
export const accessOnly = (files) => files.map(({ access }) => ({ access }));
