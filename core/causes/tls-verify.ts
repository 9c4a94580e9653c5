import { markerNaming } from "./circumstances";
import { configured, place, written } from "./config-reading";
import { defineCause, type Signal } from "./define-cause";
import { againstAnswered, againstConnected, neverConnectedShare } from "./failing-attempts";
import { leavesConnectOpen, messageShare, messagesOf, messageSignal, silence } from "./message-signal";
import { named } from "./number-words";
import { settingsAndReload } from "./product-words";
import { opposes, supports } from "./signal";
import { check, fix, prevent } from "./step-template";

export const tlsVerify = defineCause({
  id: "tls-verify",
  category: "config",
  title: "The proxy rejects the upstream's certificate",
  summary:
    "The handshake works, but the certificate is expired, not yet valid, from an unknown authority, or for another name. It begins in the second of the expiry or of a change of certificates.",
  docs: "https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_ssl_verify",
  needs: [],
  helps: ["signatures", "config"],
  tellsApart:
    "The error log says “certificate verify error” or “does not match”. A proxy that does not verify (nginx without proxy_ssl_verify on) cannot fail this way.",
  weigh: (evidence) => {
    const rejected = messagesOf(evidence, ["tls-verify"]);
    const handshakes = messagesOf(evidence, ["tls-handshake"]);
    // HAProxy's flags and checks say “handshake failed” of a certificate that it refuses as well.
    const unspecific =
      evidence.product === "haproxy" && rejected.length === 0 && messageShare(evidence, handshakes) > 0.5;
    const signals: Signal[] = [
      ...messageSignal(evidence, rejected, 5),
      ...(unspecific
        ? messageSignal(evidence, handshakes, 2.4)
        : silence(evidence, rejected, "“certificate verify error”")),
      ...againstConnected(evidence),
      ...againstAnswered(evidence),
    ];
    const on = configured(evidence, evidence.config?.tls).find(({ value }) => value.verify === true);
    const never = neverConnectedShare(evidence);
    // A flag that a failed handshake shares with a refused connection.
    const flagged =
      unspecific ||
      (evidence.signatures !== null &&
        rejected.length === 0 &&
        leavesConnectOpen(evidence) &&
        messageShare(evidence, messagesOf(evidence, ["upstream-down"])) > 0.5);
    if (on !== undefined && (rejected.length > 0 || (never !== null && never > 0.8))) {
      const weight = rejected.length > 0 ? 0.4 : flagged ? 2.2 : 1.4;
      signals.push(supports(`${place(on)}: ${written(on)}`, weight, "config"));
    } else if (evidence.config !== null && rejected.length === 0) {
      signals.push(opposes("The configuration does not verify upstream certificates", 3, "config"));
    }
    const renewed = (evidence.markers ?? []).find(
      ({ marker, secondsBeforeOnset }) => marker.kind === "certificate" && secondsBeforeOnset < 900,
    );
    const naming =
      renewed ?? (flagged && on !== undefined ? markerNaming(evidence, /certificate|\bTLS\b|\bCA\b/i) : null);
    if (naming !== null)
      signals.push(supports(`Certificate change: ${named(naming.marker.text)}`, flagged ? 2.4 : 1.2, "markers"));
    return signals;
  },
  steps: (evidence) => [
    check(
      "cert-look",
      "Read the certificate {upstream} shows",
      "Dates, issuer and name say which of them is wrong.",
      [
        "openssl s_client -connect {upstream} -servername {host} -showcerts </dev/null | openssl x509 -noout -dates -issuer -subject -ext subjectAltName",
        "date -u",
      ],
      "notAfter lies in the past, or the issuer or name is not the expected one.",
    ),
    fix(
      "cert-renew",
      "Renew it with its whole chain and reload the service",
      "A renewed file that was not loaded is the most frequent case.",
      [
        "systemctl reload APP",
        "openssl s_client -connect {upstream} -servername {host} -verify_return_error </dev/null",
      ],
      "s_client ends with return code 0 and requests pass.",
    ),
    fix(
      "cert-trust",
      "Or teach the proxy the right authority and name",
      "A new private CA or a renamed host needs both.",
      settingsAndReload(evidence, "tls-trust"),
      "No new verify error.",
    ),
    prevent(
      "cert-alarm",
      "Alert 21 and 7 days before any certificate ends",
      "An expiry is known months ahead.",
      [
        "openssl s_client -connect {upstream} -servername {host} </dev/null 2>/dev/null | openssl x509 -noout -checkend 1814400",
      ],
      "“Certificate will not expire”.",
    ),
  ],
});
