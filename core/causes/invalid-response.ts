import { defineCause, type Signal } from "./define-cause";
import { againstAnswered, againstNeverConnected, loneFailingRoute } from "./failing-attempts";
import { messagesOf, messageSignal, silence } from "./message-signal";
import { count, named, percent } from "./number-words";
import { opposes, supports } from "./signal";
import { check, fix, prevent } from "./step-template";

export const invalidResponse = defineCause({
  id: "invalid-response",
  category: "upstream",
  title: "The upstream's answer is not acceptable HTTP",
  summary:
    "Bytes came, but with a bad header name or status line, a duplicate Content-Length, Content-Length together with Transfer-Encoding, or broken chunks. A new framework, or a stricter proxy, is the usual trigger.",
  docs: "https://nginx.org/en/docs/http/ngx_http_proxy_module.html",
  needs: [],
  helps: ["signatures", "received"],
  tellsApart:
    "From a header that is too big: the parser's message names the header. From a closed connection: bytes were received.",
  weigh: (evidence) => {
    const invalid = messagesOf(evidence, ["invalid-response"]);
    const signals: Signal[] = [
      ...messageSignal(evidence, invalid),
      ...silence(evidence, invalid, "“upstream sent invalid …”"),
      ...againstNeverConnected(evidence),
      ...againstAnswered(evidence),
    ];
    const { received } = evidence;
    if (
      received !== null &&
      received.some > received.zero &&
      (received.modalShare < 0.5 || received.modalBytes % 4096 !== 0)
    ) {
      signals.push(
        supports(
          `${count(received.some)} failing attempts got bytes and no acceptable header`,
          2,
          "access-log",
          received.samples,
        ),
      );
    } else if (received !== null && received.zero > received.some) {
      signals.push(
        opposes(`${count(received.zero)} failing attempts got no byte of an answer`, 3, "access-log", received.samples),
      );
    }
    const route = loneFailingRoute(evidence);
    if (route !== null && invalid.length > 0)
      signals.push(
        supports(`${percent(route.failedShare)} of the failures are on ${named(route.value)}`, 0.3, "access-log"),
      );
    return signals;
  },
  steps: () => [
    check(
      "response-raw",
      "Look at the raw bytes of the answer",
      "The parser stopped at a byte that the application or a middleware wrote.",
      [
        "printf 'GET {path} HTTP/1.1\\r\\nHost: {host}\\r\\nConnection: close\\r\\n\\r\\n' | nc {upstreamHost} {port} | head -c 2000 | cat -A",
      ],
      "A header twice, a space or control character in a name, or both Content-Length and Transfer-Encoding.",
    ),
    fix(
      "response-repair",
      "Repair the answer in the application, or roll back what began to write it",
      "Proxies are right to refuse such answers: they open the door to request smuggling.",
      ["curl --raw -sv -o /dev/null http://{upstream}{path}"],
      "curl --raw parses it, and so does the proxy.",
    ),
    prevent(
      "response-test",
      "Test raw responses behind the same proxy version as in production",
      "A stricter proxy version is a change like any other.",
      ["curl --raw -fsS -o /dev/null http://{upstream}{path}"],
      "CI fails on an unparsable answer.",
    ),
  ],
});
