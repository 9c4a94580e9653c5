import { addressesThatWorked, newAddresses, portChanges, portContradictions } from "./address-history";
import { markerBefore, markerText, recoverySignal } from "./circumstances";
import { place } from "./config-reading";
import { defineCause, type Signal } from "./define-cause";
import { againstAnswered, againstConnected } from "./failing-attempts";
import { messagesOf, messageSignal, silence } from "./message-signal";
import { count, listed, named } from "./number-words";
import { attemptAddress, carefulReload, changes, looking, settingsAndReload } from "./product-words";
import { reloadOfNames } from "./reload-of-names";
import { opposes, supports } from "./signal";
import { check, fix, prevent } from "./step-template";

export const wrongPort = defineCause({
  id: "wrong-port",
  category: "config",
  title: "The proxy dials a port or address where the service does not listen",
  summary:
    "The service runs, but the proxy was told another port or address. It looks like a dead upstream: refused at once. The difference is that these addresses never worked, and that the failure begins with a reload or deploy.",
  docs: "https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_pass",
  needs: [],
  helps: ["addressChange", "markers", "config", "signatures"],
  tellsApart:
    "From a dead upstream: the address history ($upstream_addr in the log), the reload in the markers, and on the backend ss -ltnp showing another port.",
  weigh: (evidence) => {
    const refused = messagesOf(evidence, ["upstream-down"]);
    const changes = portChanges(evidence);
    const contradictions = portContradictions(evidence);
    const appeared = newAddresses(evidence);
    const signals: Signal[] = [
      ...messageSignal(evidence, refused, 1.2),
      ...silence(evidence, refused, "“connection refused”"),
      ...againstConnected(evidence),
      ...againstAnswered(evidence),
    ];
    const samples = evidence.addressChange?.samples ?? [];
    if (changes.length > 0) {
      const pairs = changes.map(({ from, to }) => `${named(from)} became ${named(to)}`);
      signals.push(supports(`With the onset ${listed(pairs)}: same host, other port`, 4.2, "access-log", samples));
    } else if (appeared.length > 0) {
      signals.push(
        supports(`First asked at the onset, and never answered: ${listed(appeared)}`, 2.2, "access-log", samples),
      );
    }
    const contradiction = contradictions[0];
    if (contradiction !== undefined) {
      signals.push(
        supports(
          `${place(contradiction)} says ${named(contradiction.configured)}, the failing lines dialled ${named(contradiction.dialled)}`,
          2.4,
          "config",
        ),
      );
    }
    const changed = changes.length > 0 || appeared.length > 0 || contradictions.length > 0;
    const reloaded = changed ? null : reloadOfNames(evidence);
    if (reloaded !== null) signals.push(...reloaded);
    const marker = markerBefore(evidence, ["config-reload", "deploy"], 300);
    if (marker !== null && changed) signals.push(supports(markerText(marker), 1.6, "markers"));
    else if (marker !== null && evidence.spike.ratio > 0.9 && reloaded === null)
      signals.push(supports(markerText(marker), 0.7, "markers"));
    if (marker !== null && evidence.spike.ratio > 0.5)
      signals.push(...recoverySignal(evidence, ["config-reload", "deploy"], 0.8));
    const worked = addressesThatWorked(evidence);
    if (worked.length > 0 && reloaded === null)
      signals.push(
        opposes(`${listed(worked)} answered before without any change of address`, changed ? 0.8 : 3.2, "access-log"),
      );
    if (!changed && reloaded === null && evidence.addressChange !== null && worked.length === 0) {
      signals.push(
        opposes(
          `The addresses asked are the same as before the onset (${count((evidence.upstreams ?? []).length)} upstreams)`,
          1.5,
          "access-log",
        ),
      );
    }
    return signals;
  },
  steps: (evidence) => [
    check(
      "port-listening",
      "Compare the port dialled with the port served",
      "The failing lines dial {upstream}; the service may listen elsewhere on the same host.",
      ["ss -ltnp | grep -i APP", ...looking(evidence, "target"), "curl -sv -o /dev/null http://{upstream}{path}"],
      "The port of ss and the port in the configuration differ: that is the fault.",
    ),
    check(
      "config-last-change",
      "Read what the last reload changed",
      "The failures begin with a change of the addresses, not with a stop of the service.",
      changes(evidence),
      "The difference shows the port or address that was changed by mistake.",
    ),
    fix(
      "port-correct",
      "Put the right port back and reload",
      "Every request through {upstream} fails until both sides name the same port.",
      [...settingsAndReload(evidence, "target"), "curl -sv -o /dev/null -H 'Host: {host}' http://127.0.0.1{path}"],
      `curl through the proxy answers 200; ${attemptAddress(evidence)} shows the right port.`,
    ),
    prevent(
      "port-one-source",
      "Take the port from one variable in both places, and try it before the reload",
      "The proxy cannot know that nobody listens; a probe before the reload can.",
      carefulReload(evidence, "{rightUpstream}"),
      "A wrong port stops the deploy instead of the traffic.",
    ),
  ],
});
