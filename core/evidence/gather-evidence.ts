import type { ProxyConfig } from "@/core/configs/proxy-config";
import type { Signature } from "@/core/events/error-event";
import type { Rollup } from "@/core/rollups/rollup";
import type { Spike } from "@/core/spikes/spike";
import { addressChange } from "./address-change";
import { connectFact, headerFact, receivedFact, upstreamField } from "./attempt-facts";
import { bursts } from "./bursts";
import { deaths } from "./deaths";
import { durationFact } from "./durations";
import type { Evidence } from "./evidence";
import { createContext } from "./evidence-context";
import { joinMessages, joinRate } from "./join-messages";
import { lackingFacts } from "./lacking-facts";
import { latencyShift } from "./latency-shift";
import { madeBy } from "./made-by";
import { nearMarkers, recovery } from "./markers";
import { mergeConfigs } from "./merge-configs";
import { appMessages, hasErrorLog, proxyMessages, requestMessages } from "./message-facts";
import { otherTier } from "./other-tier";
import type { TierPairing } from "./pair-tiers";
import { productFact } from "./product-fact";
import { reconcileTiers } from "./reconcile-tiers";
import { repeats } from "./repeats";
import { rescued } from "./rescued";
import { bodySizes, requestBytes } from "./size-facts";
import { spikeFacts } from "./spike-facts";
import { trafficFact } from "./traffic";
import { transience } from "./transience";
import { elsewhere, tallyShares, valueShares } from "./value-shares";

/**
 * Works out the facts about one spike; null where these logs cannot tell. `rollup` is that of the spike's tier, `other` that of the
 * other one by the same clock, `pairing` the requests that both have, `signatures` what the ids of recognised messages mean.
 */
export function gatherEvidence(
  spike: Spike,
  tier: "edge" | "origin",
  rollup: Rollup,
  other: Rollup | null,
  configs: ProxyConfig[],
  signatures: readonly Signature[],
  pairing: TierPairing | null = null,
): Evidence {
  const context = createContext(spike, tier, rollup, other, configs, signatures);
  const joined = joinMessages(context.failures, context.messages);
  const product = productFact(context);
  // A message that the backend sent the status is none of an error of the proxy's own.
  const own = context.messages.filter(
    ({ signature }) => context.signatures.get(signature ?? "")?.cause !== "passed-through",
  );
  const joinedOwn = own.length === context.messages.length ? joined : joinMessages(context.failures, own);
  return {
    spike: spikeFacts(context),
    product,
    madeBy: madeBy(context, joinedOwn.matched, product),
    signatures: requestMessages(context, product),
    joinRate: joinRate(context.failures, joined, hasErrorLog(context)),
    upstreamField: upstreamField(context),
    connect: connectFact(context),
    header: headerFact(context),
    received: receivedFact(context),
    durations: durationFact(context),
    bodySizes: bodySizes(context, product),
    upstreams: valueShares(context, "upstream"),
    hosts: valueShares(context, "host"),
    routes: valueShares(context, "route"),
    clients: tallyShares(context, "client"),
    agents: tallyShares(context, "agent"),
    methods: tallyShares(context, "method"),
    elsewhere: elsewhere(context),
    requestBytes: requestBytes(context),
    rescued: rescued(context),
    latency: latencyShift(context),
    traffic: trafficFact(context),
    bursts: bursts(context),
    deaths: deaths(context),
    addressChange: addressChange(context),
    markers: nearMarkers(context),
    recovery: recovery(context),
    proxyMessages: proxyMessages(context),
    appMessages: appMessages(context),
    config: mergeConfigs(configs),
    transience: transience(context),
    repeats: repeats(context.failures),
    otherTier: otherTier(context),
    reconciliation: reconcileTiers(context, pairing),
    lacks: lackingFacts(context, product),
  };
}
