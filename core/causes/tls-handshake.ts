import { configRoutes, place, speaksTls } from "./config-reading";
import { defineCause, type Signal } from "./define-cause";
import { neverConnectedShare, againstAnswered, againstConnected } from "./failing-attempts";
import { leavesConnectOpen, messagesOf, messageSignal, silence } from "./message-signal";
import { named } from "./number-words";
import { nameOf, settingsAndReload } from "./product-words";
import { opposes, supports } from "./signal";
import { check, fix, prevent } from "./step-template";

export const tlsHandshake = defineCause({
  id: "tls-handshake",
  category: "config",
  title: "TLS with the upstream fails before any certificate is judged",
  summary:
    "The two sides cannot agree on TLS: version, cipher, the server name sent, or a client certificate that the upstream demands. Proxies count the handshake as part of connecting, so the connect time stays empty.",
  docs: "https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_ssl_server_name",
  needs: [],
  helps: ["signatures", "config"],
  tellsApart:
    "From a certificate fault: an alert number instead of “certificate verify error”. From a wrong protocol: not “wrong version number”. The error log at level error decides.",
  weigh: (evidence) => {
    const failed = messagesOf(evidence, ["tls-handshake"]);
    const signals: Signal[] = [
      // HAProxy says the same of a certificate that it refuses: likely, never sure.
      ...messageSignal(evidence, failed, evidence.product === "haproxy" ? 3.4 : 4.5),
      ...silence(evidence, failed, "“SSL handshaking to upstream”"),
      ...againstConnected(evidence),
      ...againstAnswered(evidence),
    ];
    const routes = configRoutes(evidence);
    const secure = routes.find(speaksTls);
    const never = neverConnectedShare(evidence);
    if (leavesConnectOpen(evidence) && secure !== undefined && never !== null && never > 0.8) {
      signals.push(
        supports(
          `${place(secure)} speaks TLS to ${named(secure.target)}, and no attempt finished connecting`,
          1.6,
          "config",
        ),
      );
    } else if (routes.length > 0 && secure === undefined) {
      signals.push(opposes("The configuration speaks no TLS to any upstream", 3, "config"));
    }
    return signals;
  },
  steps: (evidence) => [
    check(
      "tls-s-client",
      "Try the handshake with and without name and version",
      "The combination that works names the fault.",
      [
        "openssl s_client -connect {upstream} -servername {host} -tls1_2 </dev/null",
        "openssl s_client -connect {upstream} -servername {host} -tls1_3 </dev/null",
        "openssl s_client -connect {upstream} -noservername </dev/null",
      ],
      "One of them ends with “Verify return code”: use those settings.",
    ),
    fix(
      "tls-settings",
      `Give ${nameOf(evidence)} the name, version or certificate the upstream wants`,
      evidence.product === "nginx"
        ? "By default nginx sends no server name to an upstream."
        : "Name, version and client certificate must be what the upstream accepts.",
      settingsAndReload(evidence, "tls-settings"),
      evidence.product === "nginx"
        ? "No new “SSL handshaking to upstream” line."
        : "No new line of a failed handshake.",
    ),
    prevent(
      "tls-old-peer",
      "Upgrade the older side rather than weakening the newer",
      "Lowered security levels stay for years.",
      ["nmap --script ssl-enum-ciphers -p {port} {upstreamHost}"],
      "Both sides share TLS 1.2 or newer.",
    ),
  ],
});
