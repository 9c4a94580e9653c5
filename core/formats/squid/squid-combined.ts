import type { FormatDefinition } from "@/core/formats/format-definition";
import { openSquid } from "./open-squid";
import { squidDialect } from "./squid-dialect";
import { SQUID_GUESSES } from "./squid-reasons";

const COMBINED = '%>a %[ui %[un [%tl] "%rm %ru HTTP/%rv" %>Hs %<st "%{Referer}>h" "%{User-Agent}>h" %Ss:%Sh';

/** `logformat combined`. Source: https://www.squid-cache.org/Doc/config/logformat/ */
export const squidCombined: FormatDefinition = {
  id: "squid-combined",
  title: "Squid combined",
  product: "Squid",
  role: "access",
  kind: "template",
  docs: "https://www.squid-cache.org/Doc/config/logformat/",
  template: COMBINED,
  looksLike: /" (?:TCP|NONE|UDP|TAG)[A-Z_]{0,60}:[A-Z_]{3,60}$/,
  companions: ["squid-cache"],
  precedence: 100,
  signatures: SQUID_GUESSES,
  samples: [
    {
      line: '127.0.0.1 - - [25/Nov/2026:09:45:37 +0000] "GET http://app.lab.test/fin/x? HTTP/1.1" 502 3327 "-" "curl/8 "q"" TCP_MISS:FIRSTUP_PARENT',
      event: {
        ...{ status: 502, path: "http://app.lab.test/fin/x?", host: "app.lab.test", userAgent: 'curl/8 "q"' },
        ...{ flags: "TCP_MISS", protocol: "HTTP/1.1" },
      },
    },
  ],
  canTell: ["whether the cache answered", "clients that left"],
  cannotTell: ["which server was asked", "why a request failed", "how long anything took"],
  improve: "logformat diag %ts.%03tu %6tr %>a %Ss/%03>Hs %<st %rm %ru %[un %Sh/%<a %mt %err_code/%err_detail %<tt %<pt",
  open: (choice, options) => openSquid(choice, { plan: squidDialect(COMBINED), template: COMBINED }, options),
};
