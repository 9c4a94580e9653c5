import { defineCause, type Signal } from "./define-cause";
import { againstAnswered } from "./failing-attempts";
import { messagesOf, messageSignal, proxyMessageSignal, silence } from "./message-signal";
import { ownHealth, settingsAndReload } from "./product-words";
import { check, fix, prevent } from "./step-template";

export const proxyInternal = defineCause({
  id: "proxy-internal",
  category: "upstream",
  title: "The proxy itself failed",
  summary:
    "A worker of the proxy crashed, its disk is full, or it may not write its temporary files. The tiers on both sides are healthy.",
  docs: "https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_temp_path",
  needs: [],
  helps: ["signatures", "proxyMessages"],
  tellsApart: "The message names the proxy's own worker or temporary files, and no upstream.",
  weigh: (evidence) => {
    const own = messagesOf(evidence, ["proxy-internal"]);
    const aboutProxy = (evidence.proxyMessages ?? []).some((fact) => fact.cause === "proxy-internal" && fact.count > 0);
    return [
      ...messageSignal(evidence, own, 4.5),
      ...proxyMessageSignal(evidence, ["proxy-internal"], 3.2),
      ...(aboutProxy ? [] : silence(evidence, own, "“worker process exited” or “No space left on device”")),
      ...againstAnswered(evidence),
    ] satisfies Signal[];
  },
  steps: (evidence) => [
    check(
      "internal-disk",
      "Look at disk, memory and crashes of the proxy",
      evidence.lacks.errorLog ? "The failing lines blame the proxy itself." : "The error log blames the proxy itself.",
      ownHealth(evidence),
      "A full disk, a missing right, a signal.",
    ),
    fix(
      "internal-free",
      "Free the disk, mend the ownership, or switch off the new module",
      "The proxy cannot work without its temporary files.",
      settingsAndReload(evidence, "temp-files"),
      "No new such line for a day.",
    ),
    prevent(
      "internal-second-proxy",
      "Run a second proxy, and alert at 80 % disk",
      "One proxy is a single point of failure.",
      [evidence.product === "nginx" ? "df --output=pcent /var/lib/nginx | tail -1" : "df --output=pcent,target"],
      "Stop one proxy: traffic goes on.",
    ),
  ],
});
