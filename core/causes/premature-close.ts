import { adviceFor } from "@/core/products/product-advice";
import { againstHealthyOrigin } from "./circumstances";
import { defineCause, type Signal } from "./define-cause";
import { againstAnswered, againstNeverConnected, loneFailingRoute, neverConnectedShare } from "./failing-attempts";
import { messagesOf, messageSignal, silence } from "./message-signal";
import { count, named, percent } from "./number-words";
import { nameOf, ofProduct, settingsAndReload } from "./product-words";
import { opposes, supports } from "./signal";
import { faultShare, lateShare, lateStatuses, seenStatuses, statusesOf } from "./status-of-fault";
import { check, fix, prevent } from "./step-template";

export const prematureClose = defineCause({
  id: "premature-close",
  category: "upstream",
  title: "The upstream closed the connection without an answer",
  summary:
    "The upstream accepted the request and closed or reset the connection before a complete response header. Why it did so is still open: a crash, a keep-alive race, a worker timeout, a wrong protocol and a rolling deploy all look like this until something tells them apart.",
  docs: "https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_next_upstream",
  needs: [],
  helps: ["signatures", "connect", "durations", "received"],
  tellsApart:
    "By method (POST far ahead → keep-alive race), duration (constant → worker timeout, varying → crash, next to nothing → race or protocol) and address (one → crash or deploy, all → configuration). $upstream_connect_time, $upstream_response_time and $upstream_bytes_received supply it.",
  weigh: (evidence) => {
    const closed = messagesOf(evidence, ["premature-close"]);
    const signals: Signal[] = [
      ...messageSignal(evidence, closed, 3.6),
      ...silence(
        evidence,
        messagesOf(evidence, ["premature-close", "upstream-crash"]),
        "“prematurely closed” or “reset by peer”",
      ),
      ...againstNeverConnected(evidence),
      ...againstAnswered(evidence),
    ];
    const never = neverConnectedShare(evidence);
    const fits = faultShare(evidence, "closed");
    if (
      never !== null &&
      never <= 0.2 &&
      fits >= 0.7 &&
      evidence.connect !== null &&
      (evidence.header === null || evidence.header.seen <= evidence.header.unseen)
    ) {
      const unanswered = evidence.header === null ? "" : " and got no header";
      signals.push(
        supports(
          `${count(evidence.connect.connected)} failing attempts had connected${unanswered}`,
          evidence.header === null ? 1.6 : 2.4,
          "access-log",
          evidence.connect.samples,
        ),
      );
    } else if (
      never === null &&
      fits >= 0.7 &&
      evidence.bodySizes !== null &&
      evidence.bodySizes.builtin !== null &&
      evidence.bodySizes.builtin >= 0.5 * evidence.bodySizes.n
    ) {
      const pages = seenStatuses(evidence, statusesOf(evidence.product, "closed"));
      signals.push(
        supports(
          `The ${pages} pages have the size of ${ofProduct(evidence)} own: ${nameOf(evidence)} made them`,
          0.6,
          "access-log",
          evidence.bodySizes.samples,
        ),
      );
    }
    if (evidence.received !== null && evidence.received.some > evidence.received.zero) {
      signals.push(
        opposes(
          `${count(evidence.received.some)} attempts had received bytes of an answer`,
          2.5,
          "access-log",
          evidence.received.samples,
        ),
      );
    }
    signals.push(...againstHealthyOrigin(evidence));
    const route = loneFailingRoute(evidence);
    if (route !== null && closed.length > 0)
      signals.push(
        supports(`${percent(route.failedShare)} of the failures are on ${named(route.value)}`, 0.4, "access-log"),
      );
    const late = lateShare(evidence);
    if (late > 0.4) {
      const usual = statusesOf(evidence.product, "closed").slice(0, 1).join("");
      const text = `${percent(late)} of the failures are ${seenStatuses(evidence, lateStatuses(evidence))}, not ${usual}`;
      signals.push(opposes(text, 2.5 * late, "access-log"));
    }
    return signals;
  },
  steps: (evidence) => [
    check(
      "close-who-first",
      "Watch who closes first",
      "The close has several possible reasons; one capture separates them: FIN or RST, how old the connection was, how many bytes had come.",
      [
        "tcpdump -ni any -w close.pcap host {upstreamHost} and port {port}",
        "tshark -r close.pcap -Y 'tcp.flags.fin==1 || tcp.flags.reset==1'",
      ],
      "FIN/RST from {upstreamHost} right after the request: it is the application. On an idle connection: a keep-alive race.",
    ),
    check(
      "close-app-log",
      "Read the application's log in the seconds of the failures",
      "A worker that is killed or throws logs it; a keep-alive close logs nothing.",
      ["journalctl -u APP --since '{since}' --until '{until}' --no-pager"],
      "An exception, a signal or a worker timeout in the same seconds, or silence.",
    ),
    fix(
      "close-retry",
      "Allow one retry for requests that may be repeated",
      "Until the reason is found, a retry hides the failures of GET and HEAD from clients.",
      settingsAndReload(evidence, "retry"),
      evidence.product === "nginx"
        ? "502 for GET falls to nearly zero; $upstream_status shows “502, 200”."
        : "The failures of GET and HEAD fall to nearly zero.",
    ),
    prevent(
      "close-log-times",
      "Log the times that tell the reasons apart",
      "Method, duration and connection reuse decide between crash, race and worker timeout.",
      evidence.product === "nginx"
        ? [
            'log_format adds: uct="$upstream_connect_time" uht="$upstream_header_time" urt="$upstream_response_time" ubr="$upstream_bytes_received"',
          ]
        : [...adviceFor(evidence.product).logging.directives],
      "The next incident names the refined cause.",
    ),
  ],
});
