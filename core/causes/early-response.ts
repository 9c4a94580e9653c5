import { defineCause, type Signal } from "./define-cause";
import { againstAnswered, againstNeverConnected } from "./failing-attempts";
import { messagesOf, messageSignal, silence } from "./message-signal";
import { count, percent } from "./number-words";
import { reloading, settings } from "./product-words";
import { opposes, supports } from "./signal";
import { check, fix, prevent } from "./step-template";

const WITH_BODY = ["POST", "PUT", "PATCH"];

export const earlyResponse = defineCause({
  id: "early-response",
  category: "upstream",
  title: "The upstream answered or closed while the request body was still being sent",
  summary:
    "The upstream rejects the upload (too large, not allowed) and closes without reading it to the end. The proxy fails while sending and never reads the real answer, such as a 413.",
  docs: "https://nginx.org/en/docs/http/ngx_http_core_module.html#client_max_body_size",
  needs: [],
  helps: ["signatures", "requestBytes", "methods"],
  tellsApart:
    "From a crash: large request bodies only; the same upload straight to the application shows 413 or 401. $request_length and the error log supply it.",
  weigh: (evidence) => {
    const sending = messagesOf(evidence, ["early-response"]);
    const signals: Signal[] = [
      ...messageSignal(evidence, sending, 4.2),
      ...silence(evidence, sending, "“while sending request to upstream”"),
      ...againstNeverConnected(evidence),
      ...againstAnswered(evidence),
    ];
    const { requestBytes } = evidence;
    if (requestBytes !== null && requestBytes.failedP50 > 32_768 && requestBytes.largeShare >= 0.7) {
      signals.push(
        supports(
          `${percent(requestBytes.largeShare)} of the failing requests are large (median ${count(requestBytes.failedP50)} bytes)`,
          2.2,
          "access-log",
          requestBytes.samples,
        ),
      );
    } else if (requestBytes !== null && requestBytes.failedP50 < 4096) {
      signals.push(
        opposes(
          `Half of the failing requests are under ${count(Math.max(1, requestBytes.failedP50))} bytes`,
          2.2,
          "access-log",
          requestBytes.samples,
        ),
      );
    }
    const uploads = (evidence.methods ?? [])
      .filter((share) => WITH_BODY.includes(share.value))
      .reduce((n, share) => n + share.failedShare, 0);
    if (evidence.methods !== null && evidence.spike.failed > 3) {
      if (uploads < 0.3)
        signals.push(opposes(`${percent(1 - uploads)} of the failures have no request body`, 3, "access-log"));
      else if (uploads > 0.9 && (sending.length > 0 || (requestBytes !== null && requestBytes.failedP50 > 32_768)))
        signals.push(supports(`${percent(uploads)} of the failures are POST or PUT`, 0.8, "access-log"));
    }
    return signals;
  },
  steps: (evidence) => [
    check(
      "early-direct",
      "Upload straight to {upstream}",
      "The real answer is lost on the way; directly it shows.",
      ["head -c 20000000 /dev/zero > big", "curl -sv -F f=@big http://{upstream}{path}"],
      "413, 401 or 302: the upstream refuses before reading. Bisect the size to find the limit.",
    ),
    fix(
      "early-align",
      "Align the limits, the smallest at the edge",
      "The client then gets a clean 413 from the proxy instead of a 502.",
      [
        ...settings(evidence, "body-limit"),
        "# php: post_max_size, upload_max_filesize · Tomcat: maxSwallowSize",
        ...reloading(evidence),
      ],
      "An upload over the limit yields 413 at the client.",
    ),
    prevent(
      "early-read",
      "Let the application read the body before it answers",
      "Closing with unread bytes turns the close into a reset, and the answer is lost.",
      ["# answer after reading, or lingering close; clients may send Expect: 100-continue"],
      "The same upload shows the application's own status through the proxy.",
    ),
  ],
});
