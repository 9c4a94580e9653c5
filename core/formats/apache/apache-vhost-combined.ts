import type { FormatDefinition } from "@/core/formats/format-definition";
import { openTemplate } from "@/core/formats/open-template";
import { apacheDialect } from "./apache-dialect";
import { APACHE_MEANING } from "./apache-reasons";

const VHOST_COMBINED = '%v:%p %h %l %u %t "%r" %>s %O "%{Referer}i" "%{User-Agent}i"';

/** What Debian writes to other_vhosts_access.log. Source: https://httpd.apache.org/docs/2.4/logs.html#virtualhost */
export const apacheVhostCombined: FormatDefinition = {
  id: "apache-vhost-combined",
  title: "Apache combined with the virtual host",
  product: "Apache httpd",
  role: "access",
  kind: "template",
  docs: "https://httpd.apache.org/docs/2.4/logs.html#virtualhost",
  template: VHOST_COMBINED,
  looksLike: /^[\w.*-]+:\d{1,5} \S+ \S+ .{1,80} \[\d{2}\/[A-Z][a-z]{2}\/\d{4}:[\d:]{8} [+-]\d{4}\] "/,
  companions: ["apache-error"],
  precedence: 100,
  samples: [
    {
      line: 'lab.test:80 192.0.2.7 - - [25/Nov/2026:09:40:45 +0000] "GET /own HTTP/1.1" 502 135 "-" "probe \\"1.0\\""',
      event: {
        atMs: Date.UTC(2026, 10, 25, 9, 40, 45),
        status: 502,
        host: "lab.test",
        clientIp: "192.0.2.7",
        path: "/own",
        bodyBytes: 135,
        referer: null,
        userAgent: 'probe "1.0"',
      },
    },
    {
      line: 'shop.example:443 2001:db8::7 - - [25/Nov/2026:09:40:45 +0100] "-" 408 0 "-" "-"',
      event: { status: 408, host: "shop.example", clientIp: "2001:db8::7", path: null },
    },
  ],
  canTell: ["when, which request, which client, which virtual host"],
  cannotTell: ["which upstream", "who made the 502", "how long anything took"],
  improve: 'Append D=%D worker=%{BALANCER_WORKER_NAME}e notes=\\"%{error-notes}n\\" to LogFormat … vhost_combined.',
  open: (choice, options) =>
    openTemplate(choice, { dialect: apacheDialect, template: VHOST_COMBINED, meaning: APACHE_MEANING }, options),
};
