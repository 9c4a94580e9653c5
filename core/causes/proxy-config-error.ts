import { markerBefore, markerText } from "./circumstances";
import { configRoutes, place } from "./config-reading";
import { defineCause, type Signal } from "./define-cause";
import { failsInstantly } from "./duration-signal";
import { againstAnswered, upstreamFieldShare } from "./failing-attempts";
import { messagesOf, messageSignal, proxyMessageSignal, silence } from "./message-signal";
import { named, percent } from "./number-words";
import { checking, lastChange, liveState, looking, reloading, settings } from "./product-words";
import { opposes, supports } from "./signal";
import { check, fix, prevent } from "./step-template";

export const proxyConfigError = defineCause({
  id: "proxy-config-error",
  category: "config",
  title: "The proxy's configuration cannot route the request",
  summary:
    "A variable in nginx's proxy_pass without a resolver, a bad address, a route or upstream that nothing defines: the proxy fails before asking anybody, for every request of the route, from a reload on.",
  docs: "https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_pass",
  needs: [],
  helps: ["signatures", "config", "markers", "upstreamField"],
  tellsApart:
    "From a DNS failure: “no resolver defined” instead of “could not be resolved”. The configuration in effect and the time of the last reload decide.",
  weigh: (evidence) => {
    const broken = messagesOf(evidence, ["proxy-config-error"]);
    const signals: Signal[] = [
      ...messageSignal(evidence, broken, 5),
      ...silence(evidence, broken, "“no resolver defined” or “invalid URL prefix”"),
      ...proxyMessageSignal(evidence, ["proxy-config-error"], 2),
      ...againstAnswered(evidence),
    ];
    const nobody = upstreamFieldShare(evidence, "none", "empty");
    if (nobody !== null && nobody > 0.8 && failsInstantly(evidence)) {
      signals.push(
        supports(
          `${percent(nobody)} of the failing lines have no upstream, and they failed at once`,
          1.2,
          "access-log",
          evidence.upstreamField?.samples,
        ),
      );
      const marker = markerBefore(evidence, ["config-reload", "deploy"], 300);
      if (marker !== null) signals.push(supports(markerText(marker), 1.2, "markers"));
    } else if (nobody !== null && nobody < 0.2) {
      signals.push(
        opposes(
          `${percent(1 - nobody)} of the failing lines name the upstream that was asked`,
          2.5,
          "access-log",
          evidence.upstreamField?.samples,
        ),
      );
    }
    const variable = configRoutes(evidence).find((route) => route.needsResolver);
    if (variable !== undefined && (evidence.config?.resolvers ?? []).length === 0) {
      signals.push(
        supports(
          `${place(variable)}: ${variable.directive} ${named(variable.target)} needs a resolver, and none is configured`,
          2.4,
          "config",
        ),
      );
    }
    return signals;
  },
  steps: (evidence) => [
    check(
      "config-test",
      "Test the configuration and read the last change",
      "The proxy failed before asking any upstream: the fault is in its own files.",
      [
        ...checking(evidence),
        ...looking(evidence, "resolver"),
        ...(evidence.product === "nginx" ? [] : liveState(evidence).slice(0, 1)),
        ...lastChange(evidence),
      ],
      evidence.product === "nginx"
        ? "A variable in proxy_pass without resolver, or a wrong address in the last change."
        : "A name that nothing defines, or a wrong address in the last change.",
    ),
    fix(
      "config-roll-back",
      "Roll the change back, or add what is missing",
      "Every request of the route fails until then.",
      [
        ...(evidence.product === "nginx"
          ? ["resolver 10.0.0.2 valid=10s;   # your DNS server"]
          : settings(evidence, "target")),
        ...reloading(evidence),
        "curl -sv -o /dev/null -H 'Host: {host}' http://127.0.0.1{path}",
      ],
      "curl gets the application's answer.",
    ),
    prevent(
      "config-ci",
      "Test each route after a reload, not only the syntax",
      evidence.product === "nginx"
        ? "nginx -t accepts a proxy_pass that can never resolve."
        : "A configuration may be well-formed and lead nowhere.",
      [
        evidence.product === "nginx"
          ? "curl -fsS --max-time 5 -o /dev/null -H 'Host: {host}' http://127.0.0.1{path} || { cp -a /etc/nginx.last/. /etc/nginx/; nginx -s reload; }"
          : "curl -fsS --max-time 5 -o /dev/null https://{host}{path} || echo 'roll the change back'",
      ],
      "A broken route rolls itself back.",
    ),
  ],
});
