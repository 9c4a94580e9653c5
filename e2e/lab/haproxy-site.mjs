import { HAPROXY_BIND, HAPROXY_LOG } from "./haproxy-process.mjs";

/**
 * A configuration with one frontend: `backends` maps a backend's name to its upstreams (named app01, app02 … after `server`), the
 * first being the default; `use` holds further `use_backend` lines. Remembers each server's name in `context.names`.
 */
export function haproxySite(
  context,
  {
    backends,
    use = [],
    defaults = "",
    timeouts = { connect: "2s", server: "5s" },
    parameters = "",
    backendMore = "",
    server = "app",
    portOf = (upstream) => upstream.port,
  },
) {
  const blocks = Object.entries(backends).map(([name, upstreams]) => {
    const servers = upstreams.map((upstream, index) => {
      const member = `${server}${String(index + 1).padStart(2, "0")}`;
      const address = `${upstream.address}:${portOf(upstream)}`;
      context.names[address] = `${name}/${member}`;
      return `    server ${member} ${address}${parameters}`;
    });
    return `backend ${name}\n    balance roundrobin\n${backendMore === "" ? "" : `    ${backendMore}\n`}${servers.join("\n")}`;
  });
  const more = [...use, `default_backend ${Object.keys(backends)[0]}`];
  return `defaults
    mode http
    log global
    ${HAPROXY_LOG}
    option dontlognull
${defaults === "" ? "" : `    ${defaults}\n`}    timeout connect ${timeouts.connect}
    timeout client 20s
    timeout server ${timeouts.server}
    timeout http-request 10s
    timeout http-keep-alive 8s

frontend fe_http
    ${HAPROXY_BIND}
    capture request header Host len 40
    ${more.join("\n    ")}

${blocks.join("\n\n")}`;
}

/** The files of an operator who has HAProxy's log: everything in one, health checks and reloads between the requests, no zone. */
export const HAPROXY_FILES = {
  product: "haproxy",
  files: { access: "haproxy.log" },
  oneFile: true,
  timezoneGiven: true,
};
