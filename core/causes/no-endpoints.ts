import { defineCause, type Signal } from "./define-cause";
import { againstAnswered, againstConnected, statusShare, upstreamFieldShare } from "./failing-attempts";
import { messagesOf, messageSignal, silence } from "./message-signal";
import { percent } from "./number-words";
import { supports } from "./signal";
import { check, fix, prevent } from "./step-template";

export const noEndpoints = defineCause({
  id: "no-endpoints",
  category: "upstream",
  title: "The upstream pool has no members at all",
  summary:
    "A service selector matches nothing, discovery returned an empty list, or the pool was scaled to zero. The proxy has nobody to ask and answers 503 at once.",
  docs: "https://kubernetes.io/docs/tasks/debug/debug-application/debug-service/",
  needs: [],
  helps: ["signatures", "upstreamField"],
  tellsApart:
    "From “no live upstreams”: zero members instead of members marked down; kubectl get endpointslices shows it.",
  weigh: (evidence) => {
    const empty = messagesOf(evidence, ["no-endpoints"]);
    const signals: Signal[] = [
      ...messageSignal(evidence, empty, 4.5),
      ...silence(evidence, empty, "“no peer was returned” or “no active Endpoint”"),
      ...againstConnected(evidence),
      ...againstAnswered(evidence),
    ];
    const zero = (evidence.upstreamField?.groups ?? []).find((group) => group.startsWith("0.0.0.1"));
    if (zero !== undefined)
      signals.push(
        supports(
          "The failing lines name 0.0.0.1, ingress-nginx's stand-in for an empty service",
          4,
          "access-log",
          evidence.upstreamField?.samples,
        ),
      );
    const none = upstreamFieldShare(evidence, "none", "empty") ?? 0;
    const unavailable = statusShare(evidence, 503);
    if (empty.length > 0 && none > 0.8 && unavailable > 0.8) {
      signals.push(
        supports(
          `${percent(unavailable)} of the failures are 503 without an upstream`,
          0.8,
          "access-log",
          evidence.upstreamField?.samples,
        ),
      );
    }
    return signals;
  },
  steps: () => [
    check(
      "endpoints-list",
      "List the members of the pool",
      "The proxy had nobody to send the request to.",
      [
        "kubectl get endpointslices -l kubernetes.io/service-name=SERVICE -o wide",
        "kubectl get svc SERVICE -o jsonpath='{.spec.selector}'",
        "kubectl get pods -l KEY=VALUE -o wide",
      ],
      "No address, and a selector that matches no ready pod.",
    ),
    fix(
      "endpoints-restore",
      "Scale up or correct selector, port name and readiness",
      "One ready member ends it.",
      ["kubectl scale deploy/NAME --replicas=2", "kubectl describe pod POD | sed -n '/Conditions/,/Events/p'"],
      "Two or more addresses, and the first 200 through the proxy.",
    ),
    prevent(
      "endpoints-keep",
      "Keep at least two members",
      "A disruption budget keeps scaling and node work from emptying the pool.",
      ["kubectl create pdb NAME --selector=KEY=VALUE --min-available=1"],
      "A drained node leaves one member ready.",
    ),
  ],
});
