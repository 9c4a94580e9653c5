import type { FormatDefinition } from "@/core/formats/format-definition";
import { openMessages } from "@/core/formats/open-messages";
import { SYSTEM_SIGNATURES } from "./system-signatures";

const HEADS = [
  // dmesg -T
  /^\[(?<time>[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4})\] (?<message>.*)$/,
  // Seconds since the start, behind which time a journal or syslog has put the line's own.
  /^(?:kernel: )?\[ {0,10}\d{1,10}\.\d{1,9}\](?:\[ {0,6}[TC]\d{1,9}\])? (?<message>.*)$/,
  // The audit log's own file, and its lines in the kernel's log.
  /^(?<message>type=\w{1,40} msg=audit\((?<time>\d{9,11}\.\d{1,6}):\d{1,12}\): ?.*)$/,
];

/**
 * What the kernel, systemd and the audit say about processes and connections. Sources: https://man7.org/linux/man-pages/man1/dmesg.1.html,
 * https://www.freedesktop.org/software/systemd/man/latest/journalctl.html
 */
export const systemLog: FormatDefinition = {
  id: "system-log",
  title: "system log (kernel, systemd, audit)",
  product: "Linux",
  role: "app-error",
  kind: "message",
  docs: "https://www.freedesktop.org/software/systemd/man/latest/journalctl.html",
  template: null,
  looksLike:
    /[Oo]ut of memory: Kill|invoked oom-killer|segfault at |nf_conntrack: |SYN flooding|neighbou?r table overflow|avc: {1,4}denied|apparmor="DENIED"|Main process exited|Start request repeated too quickly|\.service: |^(?:Reloaded|Started|Stopped) [\w@.-]{1,80}\.(?:service|socket)|systemd\[1\]: |^\[[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d [\d:]{8} \d{4}\] [^[]|^type=\w+ msg=audit\(/,
  sparse: true,
  precedence: 40,
  signatures: SYSTEM_SIGNATURES,
  samples: [
    {
      line: "[Mon Nov 23 02:30:12 2026] Out of memory: Killed process 1234 (node) total-vm:2097152kB, anon-rss:1048576kB, file-rss:0kB, shmem-rss:0kB, UID:1000 pgtables:4096kB oom_score_adj:0",
      event: { atMs: Date.UTC(2026, 10, 23, 2, 30, 12), signature: "kernel-oom", phase: "read_header" },
    },
    {
      line: "Nov 23 02:30:12 web1 systemd[1]: app.service: Main process exited, code=killed, status=9/KILL",
      choice: { wrappers: ["syslog"] },
      event: { signature: "systemd-killed", phase: "connect" },
    },
    {
      line: "Nov 23 02:30:12 web1 kernel: [123456.789012] nf_conntrack: nf_conntrack: table full, dropping packet",
      choice: { wrappers: ["syslog"] },
      event: { signature: "kernel-conntrack-full", message: "nf_conntrack: nf_conntrack: table full, dropping packet" },
    },
    {
      line: 'type=AVC msg=audit(1795400000.123:456): avc:  denied  { name_connect } for  pid=1338 comm="nginx" dest=8080 scontext=system_u:system_r:httpd_t:s0 tcontext=system_u:object_r:http_cache_port_t:s0 tclass=tcp_socket permissive=0',
      event: { atMs: 1795400000123, signature: "selinux-connect", phase: "connect" },
    },
  ],
  canTell: [
    "processes that were killed or crashed",
    "full connection tables and queues",
    "what SELinux or AppArmor refused",
  ],
  cannotTell: ["which request failed"],
  improve: "journalctl -o short-iso --since '2 hours ago' > system.log",
  open: (choice, options) =>
    openMessages(
      choice.id,
      {
        product: "the system",
        rules: SYSTEM_SIGNATURES,
        heads: HEADS,
        quiet: true,
        noTime: "has no time, only seconds since the start: give dmesg -T or journalctl -k -o short-iso",
      },
      options,
    ),
};
