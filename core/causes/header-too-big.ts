import { configured, place } from "./config-reading";
import { defineCause, type Signal } from "./define-cause";
import { againstAnswered, againstNeverConnected, loneFailingRoute } from "./failing-attempts";
import { messagesOf, messageSignal, silence } from "./message-signal";
import { count, named, percent } from "./number-words";
import { opposes, supports } from "./signal";
import { check, fix, prevent } from "./step-template";

/** Sizes of nginx's header buffer: one or two memory pages by default, and the usual values people set. */
const BUFFERS = [4096, 8192, 16_384, 32_768, 65_536, 131_072];

export const headerTooBig = defineCause({
  id: "header-too-big",
  category: "config",
  title: "The upstream's response header does not fit the proxy's buffer",
  summary:
    "The upstream answers, but its header (usually cookies or a security policy) is larger than proxy_buffer_size, so nginx throws the answer away. Only some users or pages are hit, and for them every time.",
  docs: "https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_buffer_size",
  needs: [],
  helps: ["signatures", "received"],
  tellsApart:
    "From an invalid response: bytes received equal the buffer size. From a closed connection: bytes were received at all ($upstream_bytes_received).",
  weigh: (evidence) => {
    const big = messagesOf(evidence, ["header-too-big"]);
    const signals: Signal[] = [
      ...messageSignal(evidence, big, 5),
      ...silence(evidence, big, "“too big header”"),
      ...againstNeverConnected(evidence),
      ...againstAnswered(evidence),
    ];
    const { received } = evidence;
    const buffers = configured(evidence, evidence.config?.buffers).filter(
      ({ value }) => value.kind === "response-header",
    );
    if (received !== null && received.some > received.zero) {
      const sizes = [...BUFFERS, ...buffers.map(({ value }) => value.bytes)];
      if (received.modalShare >= 0.5 && sizes.includes(received.modalBytes)) {
        signals.push(
          supports(
            `${percent(received.modalShare)} of the failing attempts got exactly ${count(received.modalBytes)} bytes: the size of a header buffer`,
            3,
            "access-log",
            received.samples,
          ),
        );
      }
    } else if (received !== null && received.zero > 0) {
      signals.push(
        opposes(`${count(received.zero)} failing attempts got no byte of an answer`, 3, "access-log", received.samples),
      );
    }
    const buffer = buffers[0];
    if (big.length > 0 && buffer !== undefined)
      signals.push(supports(`${place(buffer)}: buffer of ${named(buffer.value.written)}`, 0.3, "config"));
    const route = loneFailingRoute(evidence);
    if (route !== null && big.length > 0)
      signals.push(
        supports(`${percent(route.failedShare)} of the failures are on ${named(route.value)}`, 0.3, "access-log"),
      );
    return signals;
  },
  steps: () => [
    check(
      "header-measure",
      "Measure the header of a failing page",
      "Nginx holds the whole header in one buffer: 4 or 8 KiB unless configured.",
      [
        'curl -s -o /dev/null -D - -b "$COOKIE" http://{upstream}{path} | wc -c',
        "nginx -T 2>/dev/null | grep -n buffer",
      ],
      "More bytes than proxy_buffer_size.",
    ),
    fix(
      "header-shrink",
      "Shrink the header",
      "A header of many kilobytes is sent with every answer.",
      [
        "curl -s -o /dev/null -D - -b \"$COOKIE\" http://{upstream}{path} | awk '{print length, substr($0,1,60)}' | sort -rn | head -5",
      ],
      "The longest lines (Set-Cookie, Content-Security-Policy) are gone or short.",
    ),
    fix(
      "header-buffer",
      "Enlarge the buffer",
      "Ends the failures at once while the header is being shrunk.",
      [
        "proxy_buffer_size 16k; proxy_buffers 8 16k; proxy_busy_buffers_size 32k;   # fastcgi_… for php-fpm",
        "nginx -t && nginx -s reload",
      ],
      "The failing user's page gives 200.",
    ),
    prevent(
      "header-watch",
      "Test the header's size in CI with a logged-in user",
      "Cookies grow a little with every feature.",
      ['test "$(curl -s -o /dev/null -D - -b "$COOKIE" http://{upstream}{path} | wc -c)" -lt 4000'],
      "The test fails before users do.",
    ),
  ],
});
