import type { Evidence } from "@/core/evidence/evidence";
import { configured, place } from "./config-reading";
import { defineCause, type Signal } from "./define-cause";
import { againstAnswered, againstNeverConnected, loneFailingRoute } from "./failing-attempts";
import { messagesOf, messageSignal, silence } from "./message-signal";
import { count, named, percent } from "./number-words";
import { looking, settingsAndReload } from "./product-words";
import { opposes, supports } from "./signal";
import { check, fix, prevent } from "./step-template";

/** Sizes of nginx's header buffer: one or two memory pages by default, and the usual values people set. */
const BUFFERS = [4096, 8192, 16_384, 32_768, 65_536, 131_072];

/** How much header each product takes, where that is known. Sources: the makers' pages on these settings. */
const HEADER_ROOM: Partial<Record<Evidence["product"], string>> = {
  nginx: "Nginx holds the whole header in one buffer: 4 or 8 KiB unless configured.",
  haproxy: "HAProxy holds the whole header in one buffer: 16 KiB less 1 KiB for rewriting, unless configured.",
  apache: "Apache takes 8 KiB for each header line, unless configured.",
  varnish: "Varnish takes 8 KiB for each header line and 32 KiB in all, unless configured.",
  envoy: "Envoy takes 60 KiB and 100 headers, unless configured.",
  cloudflare: "Cloudflare takes 128 KB, and that is fixed.",
};

export const headerTooBig = defineCause({
  id: "header-too-big",
  category: "config",
  title: "The upstream's response header does not fit the proxy's buffer",
  summary:
    "The upstream answers, but its header (usually cookies or a security policy) is larger than the proxy's buffer for it (nginx's proxy_buffer_size), so the proxy throws the answer away. Only some users or pages are hit, and for them every time.",
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
  steps: (evidence) => [
    check(
      "header-measure",
      "Measure the header of a failing page",
      HEADER_ROOM[evidence.product] ?? "Every proxy bounds the header of an answer, most at 8 to 64 KiB.",
      ['curl -s -o /dev/null -D - -b "$COOKIE" http://{upstream}{path} | wc -c', ...looking(evidence, "header-buffer")],
      evidence.product === "nginx" ? "More bytes than proxy_buffer_size." : "More bytes than the limit allows.",
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
      settingsAndReload(evidence, "header-buffer"),
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
