import { rulesOfPhase, type SignatureRule } from "@/core/formats/match-signature";

const MAINTENANCE = { kind: "maintenance", target: "HAProxy", text: "A server was taken out of service" } as const;
const RELOADED = { kind: "config-reload", target: "HAProxy", text: "HAProxy reloaded its configuration" } as const;
const STARTED = { kind: "restart", target: "HAProxy", text: "HAProxy started" } as const;
/** Each reload says so of the process that leaves; a stop, of which the same is said, shows as a gap in the requests. */
const STOPPED = { kind: "config-reload", target: "HAProxy", text: "HAProxy was reloaded, or stopped" } as const;

/** A check that failed, or a server that went down by one. */
const CHECK = "(?:Server \\S+ is DOWN|Health check for (?:backup )?server \\S+ failed)(?: \\([^)]*\\))?, reason: ";

/**
 * Lines that HAProxy writes besides those about requests, the specific before the general.
 * Sources: https://github.com/haproxy/haproxy/blob/master/src/check.c, server.c, backend.c, sock.c, proto_tcp.c, proxy.c, mworker.c
 */
// prettier-ignore
export const HAPROXY_SIGNATURES: readonly SignatureRule[] = [
  ...rulesOfPhase("resolve", [
    ["haproxy-no-ip", /is going DOWN for maintenance \((?:No IP for server|entering maintenance: DNS|DNS)|is going DOWN for maintenance.{0,80}(?:DNS|resolution)|could not resolve address/i, null, "dns-failure", "high", "a server's name did not resolve"],
  ]),
  ...rulesOfPhase("tls", [
    ["haproxy-check-tls", new RegExp(`${CHECK}Layer6`), "L6RSP", "tls-handshake", "high", "health check: TLS handshake failed"],
    ["haproxy-client-tls", /^(?:SSL handshake (?:failure|error)|SSL client )|^.{0,60} during SSL handshake/, null, "", "high", "a client's TLS handshake failed"],
  ]),
  ...rulesOfPhase("connect", [
    ["haproxy-check-refused", new RegExp(`${CHECK}Layer4 connection problem`), "L4CON", "upstream-down", "high", "health check could not connect"],
    ["haproxy-check-timeout", new RegExp(`${CHECK}Layer4 timeout`), "L4TOUT", "connection-timeout", "high", "health check got no connection in time"],
    ["haproxy-backend-down", /^(?:backend|proxy) '?\S+ has no server available!/i, null, "no-live-upstreams", "high", "the backend's last server is down"],
    ["haproxy-no-free-port", /Connect\(\) failed for backend \S+: (?:no free ports|local address already in use)/, "EADDRNOTAVAIL/EADDRINUSE", "port-exhaustion", "high", "no local port is free"],
    ["haproxy-backlog-full", /Connect\(\) failed for backend \S+: can't connect to destination unix socket/, "11/EAGAIN", "backlog-full", "high", "the unix socket's accept queue is full"],
  ]),
  ...rulesOfPhase("read_header", [
    ["haproxy-check-slow", new RegExp(`${CHECK}Layer7 timeout`), "L7TOUT", "upstream-overload", "medium", "health check got no answer in time"],
    ["haproxy-check-status", new RegExp(`${CHECK}Layer7 (?:wrong status|invalid response)`), "L7STS", "health-check-failing", "high", "health check got another answer than expected"],
    ["haproxy-check-failed", new RegExp(`${CHECK}|Server \\S+ is DOWN(?: via |, changed|/|\\. )`), null, "health-check-failing", "medium", "a server was marked down"],
  ]),
  ...rulesOfPhase("proxy_internal", [
    ["haproxy-fd-limit", /Proxy \S+ reached (?:process|system) FD limit/, "24/EMFILE", "fd-exhaustion", "high", "HAProxy ran out of file descriptors"],
    ["haproxy-maxconn", /Proxy \S+ reached the configured maximum connection limit/, "maxconn", "worker-connections", "high", "the global maxconn is reached"],
    ["haproxy-memory-limit", /Proxy \S+ reached system memory limit/, "ENOMEM", "proxy-internal", "high", "the kernel has no memory for sockets"],
    ["haproxy-worker-crashed", /(?:worker|[Pp]rocess|program) \S* ?\(?\d+\)? exited with code (?:1[23]\d|25[0-5]) /, null, "proxy-internal", "high", "a HAProxy process crashed"],
    ["haproxy-config-refused", /^config : |^Fatal errors found in configuration|^Error\(s\) found in configuration|^Reloading failed|^Failed to load worker/, null, "proxy-config-error", "medium", "HAProxy refused its configuration"],
    ["haproxy-bind-failed", /[Cc]annot bind (?:socket|UNIX socket)|Some protocols failed to start/, "98/EADDRINUSE", "proxy-config-error", "medium", "HAProxy could not take its port"],
    ["haproxy-reloading", /^(?:Reloading HAProxy|Reexecuting Master process)/, null, "", "high", "HAProxy reloads", RELOADED],
    ["haproxy-started", /^(?:Proxy \S+ started\.|New worker .{0,30}forked)/, null, "", "high", "HAProxy started", STARTED],
    ["haproxy-stopped", /^(?:Proxy \S+ stopped \(|Stopping (?:frontend|backend|proxy) \S+|Exiting Master process|All workers exited)/, null, "", "high", "HAProxy stopped, or an old process of it", STOPPED],
    ["haproxy-paused", /^(?:Paus(?:ed|ing)|Resum(?:ed|ing)|Enabled|Disabled) (?:frontend|proxy|backend|listener)?/, null, "", "high", "a listener was paused or resumed"],
    ["haproxy-process-note", /^(?:haproxy version is|path to executable is|config : .*: |Loading success|Former worker|Current worker|parsing \[)/i, null, "", "high", "note about HAProxy's process"],
  ]),
  ...rulesOfPhase("policy", [
    ["haproxy-maintenance", /Server \S+ (?:is going DOWN for maintenance|enters drain state|is (?:DOWN|stopping|DRAIN).{0,40}(?:CLI|agent|admin))/, null, "maintenance-mode", "medium", "a server was taken out of service", MAINTENANCE],
    ["haproxy-server-up", /Server \S+ is UP|Server \S+ remains in|Server \S+ is (?:now |)(?:READY|leaving)|Server \S+ was DOWN and now enters/, null, "", "high", "a server came back"],
    ["haproxy-check-passed", /Health check for (?:backup )?server \S+ succeeded/, null, "", "high", "a health check passed"],
    ["haproxy-connection", /^Connect from \S+ to \S+ \(/, null, "", "high", "a client connected"],
    ["haproxy-client-error", /^\S+:\d+ \[[^\]]{10,40}\] \S+ \d+\/\d+ -?\d+\//, null, "", "high", "a client's connection failed before its request"],
  ]),
];
