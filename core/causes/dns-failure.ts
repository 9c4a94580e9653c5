import { configRoutes, configured, place } from "./config-reading";
import { defineCause, type Signal } from "./define-cause";
import { constantTimer, failsInstantly, timerInConfig } from "./duration-signal";
import { againstAnswered, upstreamFieldShare } from "./failing-attempts";
import { messagesOf, messageSignal, proxyMessageSignal, silence } from "./message-signal";
import { duration, named, percent } from "./number-words";
import { attemptAddress, looking, nameOf, reloading, settings } from "./product-words";
import { opposes, supports } from "./signal";
import { faultShare } from "./status-of-fault";
import { check, fix, prevent } from "./step-template";

export const dnsFailure = defineCause({
  id: "dns-failure",
  category: "network",
  title: "The upstream's name does not resolve",
  summary:
    "The proxy looks the upstream up at run time and gets no address: the name is gone, the resolver refuses, fails or does not answer. No upstream is ever asked.",
  docs: "https://nginx.org/en/docs/http/ngx_http_core_module.html#resolver",
  needs: [],
  helps: ["signatures", "upstreamField", "durations"],
  tellsApart:
    "From an unreachable upstream: $upstream_addr is “-”. From a missing resolver directive: the message says “could not be resolved”, not “no resolver defined”.",
  weigh: (evidence) => {
    const unresolved = messagesOf(evidence, ["dns-failure"]);
    const signals: Signal[] = [
      ...messageSignal(evidence, unresolved, 5),
      ...silence(evidence, unresolved, "“could not be resolved”"),
      ...proxyMessageSignal(evidence, ["dns-failure"], 1),
      ...againstAnswered(evidence),
    ];
    const resolver = configured(evidence, evidence.config?.resolvers)[0];
    const nobody = upstreamFieldShare(evidence, "none");
    const fits = faultShare(evidence, "dns");
    if (nobody !== null && nobody >= 0.8 && fits >= 0.7) {
      signals.push(
        supports(
          `${percent(nobody)} of the failing lines have no upstream address: nobody was asked`,
          2.6,
          "access-log",
          evidence.upstreamField?.samples,
        ),
      );
      const timer = constantTimer(evidence);
      const ownTimer = timer === null ? null : timerInConfig(evidence, timer.modalMs, ["resolve"]);
      if (timer !== null && ownTimer !== null)
        signals.push(
          supports(
            `They took ${duration(timer.modalMs)}, the ${ownTimer.value.directive} of ${place(ownTimer)}`,
            1.6,
            "config",
          ),
        );
      // 30 s is nginx's default resolver_timeout.
      else if (evidence.product === "nginx" && timer !== null && Math.abs(timer.modalMs - 30_000) < 1000)
        signals.push(supports("They took 30 s, nginx's default resolver_timeout", 1.6, "access-log", timer.samples));
      else if (failsInstantly(evidence))
        signals.push(
          supports("They failed at once: the resolver said no", 0.3, "access-log", evidence.durations?.samples),
        );
      if (resolver !== undefined)
        signals.push(
          supports(
            `${place(resolver)}: names are resolved at run time by ${named(resolver.value.written)}`,
            0.8,
            "config",
          ),
        );
    } else if (nobody !== null && nobody < 0.2) {
      signals.push(
        opposes(
          `${percent(1 - nobody)} of the failing lines name the upstream that was asked`,
          3,
          "access-log",
          evidence.upstreamField?.samples,
        ),
      );
    }
    if (evidence.config !== null && resolver === undefined && unresolved.length === 0) {
      const variable = configRoutes(evidence).find((route) => route.needsResolver);
      signals.push(
        opposes(
          variable === undefined
            ? "The configuration resolves no name at run time"
            : "The configuration has no resolver at all",
          2,
          "config",
        ),
      );
    }
    return signals;
  },
  steps: (evidence) => [
    check(
      "dns-lookup",
      "Look the name up with the proxy's own resolver",
      evidence.product === "nginx"
        ? "Nginx asks the servers of its resolver directive, not /etc/resolv.conf."
        : `Ask the servers that ${nameOf(evidence)} asks; they need not be those of /etc/resolv.conf.`,
      [...looking(evidence, "resolver"), "dig +short {name} @RESOLVER", "getent hosts {name}"],
      "No answer from RESOLVER: the name or the resolver is at fault.",
    ),
    fix(
      "dns-record",
      "Correct the record or the resolver",
      "Requests pass as soon as the name gives an address.",
      ["dig +trace {name}", ...reloading(evidence)],
      `dig and ${attemptAddress(evidence)} of new lines agree.`,
    ),
    prevent(
      "dns-two-resolvers",
      "Two resolvers, short validity, short timeout",
      "One resolver that fails should not be noticed.",
      settings(evidence, "resolver"),
      "Stop one resolver: no failure.",
    ),
  ],
});
