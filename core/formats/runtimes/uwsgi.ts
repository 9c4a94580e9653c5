import type { FormatDefinition } from "@/core/formats/format-definition";
import { rulesOfPhase, type SignatureRule } from "@/core/formats/match-signature";
import { openMessages } from "@/core/formats/open-messages";

/** 21573 is the size that `GET ` has when an HTTP request is read as uwsgi's header. Source: https://github.com/unbit/uwsgi/tree/master/core */
// prettier-ignore
const SIGNATURES: readonly SignatureRule[] = [
  ...rulesOfPhase("connect", [
    ["uwsgi-backlog-full", /uWSGI listen queue of socket .{0,300} full !!!/, null, "backlog-full", "high", "uWSGI's listen queue is full"],
    ["uwsgi-cannot-bind", /bind\(\): (?:Address already in use|Permission denied)|probably another instance of uWSGI is running/, "98/EADDRINUSE", "upstream-down", "high", "uWSGI could not take its socket"],
    ["uwsgi-no-app", /no python application found|unable to load app \d|no app loaded\. GAME OVER/i, null, "upstream-down", "high", "uWSGI has no application"],
  ]),
  ...rulesOfPhase("read_header", [
    ["uwsgi-http-request", /invalid request block size: 21573\b/, null, "wrong-protocol", "high", "HTTP sent to a uwsgi socket"],
    ["uwsgi-header-too-big", /invalid request block size: \d+ \(max \d+\)\.\.\.skip/, "buffer-size", "header-too-big", "high", "request headers are bigger than uWSGI's buffer"],
    ["uwsgi-worker-died", /DAMN ! worker \d+ \(pid: \d+\) died, killed by signal \d+/, "signal", "upstream-crash", "high", "uWSGI worker was killed"],
    ["uwsgi-worker-died-again", /worker \d+ (?:died|killed)|your (?:process|mule) number \d+ (?:died|was killed)/i, null, "upstream-crash", "medium", "uWSGI worker ended"],
    ["uwsgi-harakiri", /\*\*\* HARAKIRI ON WORKER \d+/, "harakiri", "upstream-timeout", "high", "uWSGI killed a worker that took too long"],
    ["uwsgi-client-gone", /(?:SIGPIPE: writing to a closed pipe\/socket|uwsgi_response_write_\w+\(\): Broken pipe)/, "32/EPIPE", "client-abort", "medium", "nobody waited for uWSGI's answer"],
  ]),
  ...rulesOfPhase("proxy_internal", [
    ["uwsgi-started", /\*\*\* Starting uWSGI |spawned uWSGI (?:master|worker)/, null, "", "high", "uWSGI started"],
    ["uwsgi-reload", /gracefully (?:RE)?load|\.\.\.gracefully killing workers|binary reloading uWSGI/i, null, "", "high", "uWSGI reloads"],
    ["uwsgi-stop", /SIGINT\/SIGTERM received|SIGINT\/SIGQUIT received|goodbye to uWSGI/, null, "", "high", "uWSGI stops"],
  ]),
];

/** With `log-date`; without it lines have no time of their own. */
const HEAD = /^(?<time>[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}) - (?<message>.*)$/;

/** Source: https://uwsgi-docs.readthedocs.io/en/latest/Logging.html */
export const uwsgi: FormatDefinition = {
  id: "uwsgi",
  title: "uWSGI log",
  product: "uWSGI",
  role: "app-error",
  kind: "message",
  docs: "https://uwsgi-docs.readthedocs.io/en/latest/Logging.html",
  template: null,
  looksLike: /\buWSGI\b|\*\*\* HARAKIRI|invalid request block size: \d|DAMN ! worker /,
  sparse: true,
  precedence: 40,
  signatures: SIGNATURES,
  samples: [
    {
      line: 'Mon Nov 23 02:05:56 2026 - *** uWSGI listen queue of socket "127.0.0.1:3031" (fd: 3) full !!! (101/100) ***',
      event: { atMs: Date.UTC(2026, 10, 23, 2, 5, 56), signature: "uwsgi-backlog-full", phase: "connect" },
    },
    {
      line: "2026-11-23T02:30:11Z DAMN ! worker 1 (pid: 12) died, killed by signal 9 :( trying respawn ...",
      event: { atMs: Date.UTC(2026, 10, 23, 2, 30, 11), signature: "uwsgi-worker-died" },
    },
  ],
  canTell: ["a full listen queue", "workers that were killed or took too long", "requests in another protocol"],
  cannotTell: ["when, without log-date", "its time zone"],
  improve: "log-date = true, harakiri-verbose = true, log-x-forwarded-for = true",
  open: (choice, options) => openMessages(choice.id, { product: "uWSGI", rules: SIGNATURES, heads: [HEAD] }, options),
};
