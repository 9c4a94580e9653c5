import type { AccessEvent } from "@/core/events/access-event";
import type { FormatDefinition } from "@/core/formats/format-definition";
import type { PlanPart } from "@/core/formats/line-plan";
import type { FormatChoice, LineReader, OpenOptions, Problem } from "@/core/formats/line-reader";
import { mixReaders } from "@/core/formats/mix-readers";
import { openTemplate, type TemplateFormat } from "@/core/formats/open-template";

/** The request line that uWSGI writes unless a `log-format` says otherwise. Source: https://github.com/unbit/uwsgi/blob/master/core/logging.c */
const planOf = (unit: string, unitMs: number): PlanPart[] => [
  { literal: "[pid: " },
  { name: "pid", field: "pid", kind: "list", rank: 1 },
  { literal: "] " },
  { name: "addr", field: "client", kind: "list", rank: 1 },
  { literal: " (" },
  { name: "user", field: null, kind: "text", rank: 0 },
  { literal: ") {" },
  { name: "vars", field: null, kind: "text", rank: 0 },
  { literal: "} [" },
  { name: "ctime", field: "time", kind: "time", rank: 1, size: 24 },
  { literal: "] " },
  { name: "method", field: "method", kind: "list", rank: 1 },
  { literal: " " },
  { name: "uri", field: "path", kind: "text", rank: 1 },
  { literal: " => generated " },
  { name: "rsize", field: "bodyBytes", kind: "integer", rank: 1 },
  { literal: " bytes in " },
  { name: unit, field: "requestTime", kind: "integer", rank: 1, unitMs },
  { literal: ` ${unit}` },
  { name: "via", field: null, kind: "text", rank: 0 },
  { literal: "(HTTP/" },
  { name: "proto", field: "protocol", kind: "list", rank: 1 },
  { literal: " " },
  { name: "status", field: "status", kind: "status", rank: 1 },
  { literal: ")" },
];

/** As uWSGI measures by default, and with `log-micros`; a file may hold both, from before and after a restart. */
const UNITS: [unit: string, unitMs: number][] = [
  ["msecs", 1],
  ["micros", 0.001],
];

function openRequests(choice: FormatChoice, options: OpenOptions): LineReader | Problem {
  const plain: FormatChoice = { ...choice, template: null };
  const readers: LineReader[] = [];
  for (const [unit, unitMs] of UNITS) {
    const format: TemplateFormat = {
      dialect: () => planOf(unit, unitMs),
      template: "",
      openEnd: true,
      meaning: { refine },
    };
    const reader = openTemplate(plain, format, options);
    if ("problem" in reader) return reader;
    readers.push(reader);
  }
  const [first, ...others] = readers;
  return first ? mixReaders(first, others) : { problem: "There is no plan to read uWSGI's lines by." };
}

/** “via sendfile()” may stand before the protocol, which is therefore found by how it begins. */
function refine(event: AccessEvent): AccessEvent {
  return { ...event, protocol: event.protocol === null ? null : `HTTP/${event.protocol}` };
}

/** Source: https://uwsgi-docs.readthedocs.io/en/latest/LogFormat.html */
export const uwsgiRequest: FormatDefinition = {
  id: "uwsgi-request",
  title: "uWSGI request log",
  product: "uWSGI",
  role: "access",
  kind: "template",
  docs: "https://uwsgi-docs.readthedocs.io/en/latest/LogFormat.html",
  template: null,
  looksLike: /^\[pid: \d+\|app: [\d-]+\|req: [\d/-]+\] \S* \(.{0,200}\) \{/,
  companions: ["uwsgi"],
  precedence: 100,
  samples: [
    {
      line: "[pid: 12|app: 0|req: 5/9] 192.0.2.7 () {40 vars in 700 bytes} [Mon Nov 23 02:05:56 2026] GET /a?b=c => generated 21 bytes in 30012 msecs (HTTP/1.1 502) 2 headers in 71 bytes (1 switches on core 0)",
      event: {
        atMs: Date.UTC(2026, 10, 23, 2, 5, 56),
        status: 502,
        method: "GET",
        path: "/a?b=c",
        protocol: "HTTP/1.1",
        clientIp: "192.0.2.7",
        bodyBytes: 21,
        requestMs: 30012,
      },
    },
    {
      line: "[pid: 12|app: -1|req: -1/2] 192.0.2.7 (bob) {40 vars in 700 bytes} [Mon Nov  2 02:05:56 2026] GET /f => generated 21 bytes in 3 msecs via sendfile() (HTTP/1.1 200) 2 headers in 71 bytes (1 switches on core 0)",
      event: { atMs: Date.UTC(2026, 10, 2, 2, 5, 56), status: 200, requestMs: 3 },
    },
    {
      line: "[pid: 12|app: 0|req: 6/10] 192.0.2.7 () {40 vars in 700 bytes} [Mon Nov 23 02:05:57 2026] GET /h => generated 2 bytes in 750 micros (HTTP/1.1 200) 2 headers in 71 bytes (1 switches on core 0)",
      event: { status: 200, requestMs: 0.75 },
    },
  ],
  canTell: ["when, which request, which client", "how long the application took"],
  cannotTell: ["what the proxy in front made of it", "its time zone"],
  improve: "log-x-forwarded-for = true, so that the client is not the proxy.",
  open: openRequests,
};
