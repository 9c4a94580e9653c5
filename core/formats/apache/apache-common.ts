import type { FormatDefinition } from "@/core/formats/format-definition";
import { openTemplate } from "@/core/formats/open-template";
import { apacheDialect } from "./apache-dialect";
import { APACHE_MEANING } from "./apache-reasons";

const COMMON = '%h %l %u %t "%r" %>s %b';

/** The Common Log Format. Source: https://httpd.apache.org/docs/2.4/logs.html#common */
export const apacheCommon: FormatDefinition = {
  id: "apache-common",
  title: "common log format (Apache)",
  product: "Apache httpd",
  role: "access",
  kind: "template",
  docs: "https://httpd.apache.org/docs/2.4/logs.html#common",
  template: COMMON,
  looksLike:
    /^\S+ \S+ .{1,80} \[\d{2}\/[A-Z][a-z]{2}\/\d{4}:[\d:]{8} [+-]\d{4}\] "[^"]*(?:\\"[^"]*)*" \d{3} (?:\d+|-)\s*$/,
  companions: ["apache-error"],
  precedence: 100,
  samples: [
    {
      line: '192.0.2.7 - frank [25/Nov/2026:09:40:45 +0000] "GET /refused HTTP/1.1" 503 339',
      event: {
        atMs: Date.UTC(2026, 10, 25, 9, 40, 45),
        status: 503,
        method: "GET",
        path: "/refused",
        protocol: "HTTP/1.1",
        clientIp: "192.0.2.7",
        bodyBytes: 339,
      },
    },
    {
      line: 'gate.example.com - - [25/Nov/2026:09:40:45 -0700] "GET /a\\"b HTTP/1.0" 304 -',
      event: { status: 304, clientIp: "gate.example.com", path: '/a"b', bodyBytes: null },
    },
  ],
  canTell: ["when, which request, which client"],
  cannotTell: ["which upstream", "who made the 502", "how long anything took", "which host"],
  improve:
    'Use LogFormat "%h %l %u %t \\"%r\\" %>s %b \\"%{Referer}i\\" \\"%{User-Agent}i\\" D=%D X=%X L=%L worker=%{BALANCER_WORKER_NAME}e notes=\\"%{error-notes}n\\"" diag',
  open: (choice, options) =>
    openTemplate(choice, { dialect: apacheDialect, template: COMMON, meaning: APACHE_MEANING }, options),
};
