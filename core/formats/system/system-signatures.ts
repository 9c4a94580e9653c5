import { rulesOfPhase, type SignatureRule } from "@/core/formats/match-signature";

/**
 * Sources: https://github.com/torvalds/linux/blob/master/mm/oom_kill.c, net/netfilter/nf_conntrack_core.c, net/ipv4/tcp_input.c,
 * net/core/neighbour.c, arch/x86/mm/fault.c; https://github.com/systemd/systemd/blob/main/src/core/service.c
 */
// prettier-ignore
export const SYSTEM_SIGNATURES: readonly SignatureRule[] = [
  ...rulesOfPhase("read_header", [
    ["kernel-cgroup-oom", /Memory cgroup out of memory: Kill(?:ed)? process \d+/, "SIGKILL", "upstream-crash", "high", "a container's process was killed: out of memory"],
    ["kernel-oom", /[Oo]ut of memory: Kill(?:ed)? process \d+ \(|oom-kill:constraint=|\binvoked oom-killer: /, "SIGKILL", "upstream-crash", "high", "a process was killed: out of memory"],
    ["kernel-segfault", /segfault at [0-9a-f]+ ip|traps: \S{1,40}\[\d+\] (?:general protection|trap )/, "SIGSEGV", "upstream-crash", "high", "a process crashed"],
  ]),
  ...rulesOfPhase("connect", [
    ["kernel-conntrack-full", /nf_conntrack: table full, dropping packet/, null, "conntrack-full", "high", "the connection tracking table is full"],
    ["kernel-syn-flooding", /Possible SYN flooding on port \S+ (?:Sending cookies|Dropping request)/, null, "backlog-full", "high", "a listen queue is full"],
    ["kernel-neighbours-full", /neighbou?r table overflow/, "113/EHOSTUNREACH", "no-route", "high", "the neighbour table is full"],
    ["kernel-out-of-files", /VFS: file-max limit \d+ reached/, "23/ENFILE", "fd-exhaustion", "high", "the system has no file descriptor left"],
    ["kernel-tcp-memory", /TCP: out of memory -- consider tuning tcp_mem|TCP: too many orphaned sockets/, null, "upstream-overload", "medium", "no memory left for connections"],
    ["kernel-link-down", /\b(?:Link is Down|link becomes down|NETDEV WATCHDOG: )/i, null, "packet-loss", "medium", "a network link is down"],
    ["selinux-connect", /avc:\s+denied\s+\{ name_connect \} .{0,400}comm="(?:nginx|httpd|haproxy|caddy|squid|varnishd)"/, "13/EACCES", "selinux-denied", "high", "SELinux forbids the proxy to connect"],
    ["selinux-socket", /avc:\s+denied\s+\{ (?:connectto|write|search|read) \} .{0,400}comm="(?:nginx|httpd|haproxy|caddy)"/, "13/EACCES", "selinux-denied", "high", "SELinux forbids the proxy the socket"],
    ["apparmor-denied", /apparmor="DENIED" operation="(?:connect|create|open|file_perm)"/, "13/EACCES", "selinux-denied", "medium", "AppArmor forbids an access"],
    ["systemd-oom", /Failed with result 'oom-kill'|killed by the OOM killer/, "SIGKILL", "upstream-crash", "high", "a service was killed: out of memory"],
    ["systemd-killed", /Main process exited, code=killed, status=9\/KILL/, "SIGKILL", "upstream-crash", "high", "a service's process was killed"],
    ["systemd-exited", /Main process exited, code=(?:dumped|exited|killed), status=(?!(?:0\/SUCCESS|15\/TERM))\S+/, null, "upstream-crash", "high", "a service's process ended on an error"],
    ["systemd-gave-up", /Start request repeated too quickly/, null, "upstream-down", "high", "a service is not started again"],
    ["systemd-restart-loop", /Scheduled restart job, restart counter is at \d+/, null, "upstream-crash", "medium", "a service is started again and again"],
    ["systemd-failed", /\.service: Failed with result '|^Failed to start /, null, "upstream-down", "medium", "a service failed"],
  ]),
  ...rulesOfPhase("proxy_internal", [
    ["systemd-reload", /^(?:Reloaded|Reloading) \S/, null, "", "high", "a service reloads"],
    ["systemd-stop", /^(?:Stopping|Stopped) \S/, null, "", "high", "a service stops"],
    ["systemd-start", /^(?:Starting|Started) \S/, null, "", "high", "a service starts"],
  ]),
];
