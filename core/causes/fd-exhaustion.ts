import { surgeSignal } from "./circumstances";
import { limitsIn, place, written } from "./config-reading";
import { defineCause, type Signal } from "./define-cause";
import { againstAnswered, upstreamFieldShare } from "./failing-attempts";
import { messagesOf, messageSignal, proxyMessageSignal, silence } from "./message-signal";
import { percent } from "./number-words";
import { ofProduct, processOf, settings, settingsAndReload } from "./product-words";
import { supports } from "./signal";
import { faultShare, seenStatuses, statusesOf } from "./status-of-fault";
import { check, fix, prevent } from "./step-template";

export const fdExhaustion = defineCause({
  id: "fd-exhaustion",
  category: "overload",
  title: "The proxy has run out of file descriptors",
  summary:
    "Each proxied request takes two descriptors; at the limit the proxy can neither accept clients nor open upstream connections. Nginx then answers 500 with an empty upstream address, HAProxy 503.",
  docs: "https://nginx.org/en/docs/ngx_core_module.html#worker_rlimit_nofile",
  needs: [],
  helps: ["signatures", "proxyMessages", "upstreamField"],
  tellsApart: "From worker_connections: “Too many open files” instead of “worker_connections are not enough”.",
  weigh: (evidence) => {
    const out = messagesOf(evidence, ["fd-exhaustion"]);
    const signals: Signal[] = [
      ...messageSignal(evidence, out, 5),
      ...proxyMessageSignal(evidence, ["fd-exhaustion"], 3.5),
      ...((evidence.proxyMessages ?? []).some((fact) => fact.cause === "fd-exhaustion")
        ? []
        : silence(evidence, out, "“Too many open files”")),
      ...againstAnswered(evidence),
    ];
    const empty = upstreamFieldShare(evidence, "empty") ?? 0;
    const own = faultShare(evidence, "exhausted");
    if (empty > 0.5 && own > 0.5) {
      signals.push(
        supports(
          `${percent(own)} of the failures are ${ofProduct(evidence)} own ${seenStatuses(evidence, statusesOf(evidence.product, "exhausted"))} with an empty upstream address`,
          2.6,
          "access-log",
          evidence.upstreamField?.samples,
        ),
      );
      signals.push(...surgeSignal(evidence, 0.6));
    }
    const limit = limitsIn(evidence, "open-files")[0];
    if (limit !== undefined && (out.length > 0 || empty > 0.5))
      signals.push(supports(`${place(limit)}: ${written(limit)}`, 0.6, "config"));
    return signals;
  },
  steps: (evidence) => [
    check(
      "fd-count",
      "Compare open descriptors with the limit",
      "“Too many open files” is the limit of the process, seldom of the system.",
      [
        `for p in $(pgrep ${processOf(evidence) ?? "PROXY"}); do echo "$p $(ls /proc/$p/fd | wc -l) $(awk '/open files/{print $4}' /proc/$p/limits)"; done`,
        "cat /proc/sys/fs/file-nr",
      ],
      "A worker whose count is at its limit.",
    ),
    fix(
      "fd-raise",
      "Raise the limit",
      "Two descriptors per proxied request, plus idle connections and temporary files.",
      settingsAndReload(evidence, "descriptors"),
      "No new errno 24 line; the count is below 70 % at peak.",
    ),
    prevent(
      "fd-leak",
      "Watch the count over days, and shorten idle times",
      "A count that grows at constant traffic is a leak.",
      evidence.product === "nginx" ? ["keepalive_timeout 15s;"] : settings(evidence, "slow-clients"),
      "The count follows the traffic down at night.",
    ),
  ],
});
