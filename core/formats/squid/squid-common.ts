import type { FormatDefinition } from "@/core/formats/format-definition";
import { openSquid } from "./open-squid";
import { squidDialect } from "./squid-dialect";
import { SQUID_GUESSES } from "./squid-reasons";

const COMMON = '%>a %[ui %[un [%tl] "%rm %ru HTTP/%rv" %>Hs %<st %Ss:%Sh';

/** `logformat common`. Source: https://www.squid-cache.org/Doc/config/logformat/ */
export const squidCommon: FormatDefinition = {
  id: "squid-common",
  title: "Squid common",
  product: "Squid",
  role: "access",
  kind: "template",
  docs: "https://www.squid-cache.org/Doc/config/logformat/",
  template: COMMON,
  looksLike: /" \d{1,3} -?\d+ (?:TCP|NONE|UDP|TAG)[A-Z_]{0,60}:[A-Z_]{3,60}$/,
  companions: ["squid-cache"],
  precedence: 100,
  signatures: SQUID_GUESSES,
  samples: [
    {
      line: '127.0.0.1 - - [25/Nov/2026:09:45:40 +0000] "GET http://app.lab.test/slow/x? HTTP/1.1" 504 3466 TCP_MISS:FIRSTUP_PARENT',
      event: { status: 504, host: "app.lab.test", flags: "TCP_MISS", bodyBytes: 3466 },
    },
  ],
  canTell: ["whether the cache answered", "clients that left"],
  cannotTell: ["which server was asked", "why a request failed", "how long anything took"],
  improve: "logformat diag %ts.%03tu %6tr %>a %Ss/%03>Hs %<st %rm %ru %[un %Sh/%<a %mt %err_code/%err_detail %<tt %<pt",
  open: (choice, options) => openSquid(choice, { plan: squidDialect(COMMON), template: COMMON }, options),
};
