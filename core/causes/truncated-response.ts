import { defineCause, type Signal } from "./define-cause";
import { messagesOf, messageSignal, silence } from "./message-signal";
import { statusShare } from "./failing-attempts";
import { percent } from "./number-words";
import { settingsAndReload } from "./product-words";
import { opposes } from "./signal";
import { check, fix, prevent } from "./step-template";

export const truncatedResponse = defineCause({
  id: "truncated-response",
  category: "upstream",
  title: "The upstream's answer was cut in the middle of the body",
  summary:
    "The header had been sent on, usually as 200, when the body stopped: the upstream closed, was reset, or fell silent. Clients see broken downloads; the status shows nothing.",
  docs: "https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_buffering",
  needs: [],
  helps: ["signatures", "bodySizes"],
  tellsApart: "“while reading upstream” in the error log (not “reading response header”, not “sending to client”).",
  weigh: (evidence) => {
    const cut = messagesOf(evidence, ["truncated-response"]);
    const signals: Signal[] = [
      ...messageSignal(evidence, cut, 3),
      ...silence(evidence, cut, "“while reading upstream”"),
    ];
    const gateway = statusShare(evidence, 502, 503, 504);
    if (gateway > 0.5)
      signals.push(
        opposes(`${percent(gateway)} of the failures are gateway errors; a cut body keeps its 200`, 1.5, "access-log"),
      );
    return signals;
  },
  steps: (evidence) => [
    check(
      "truncated-compare",
      "Compare the body with its Content-Length on each hop",
      "Where it becomes shorter, it is cut.",
      [
        "curl -sv -o body http://{upstream}{path}; ls -l body",
        "curl -sv -o body2 -H 'Host: {host}' http://127.0.0.1{path}; ls -l body2",
        evidence.product === "nginx" ? "df -h /var/lib/nginx; df -i /var/lib/nginx" : "df -h; df -i",
      ],
      "The first hop with a short body.",
    ),
    fix(
      "truncated-timers",
      "Raise the timer between bytes, or drain before stopping",
      evidence.product === "nginx"
        ? "Streams fall silent longer than proxy_read_timeout; deploys cut what is in flight."
        : "Streams fall silent longer than the timer allows; deploys cut what is in flight.",
      settingsAndReload(evidence, "stream-timeout"),
      "Checksums of large downloads match through the proxy.",
    ),
    prevent(
      "truncated-length",
      "Let the application send Content-Length",
      "Only then can clients notice the cut.",
      ["curl -sI http://{upstream}{path} | grep -i content-length"],
      "The header is there.",
    ),
  ],
});
