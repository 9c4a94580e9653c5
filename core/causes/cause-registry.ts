import { abusiveClient } from "./abusive-client";
import { backlogFull } from "./backlog-full";
import { cdnFault } from "./cdn-fault";
import { cdnOriginUnreachable } from "./cdn-origin-unreachable";
import { circuitBreaker } from "./circuit-breaker";
import { clientAbort } from "./client-abort";
import { connectionTimeout } from "./connection-timeout";
import { conntrackFull } from "./conntrack-full";
import { dnsFailure } from "./dns-failure";
import { earlyResponse } from "./early-response";
import { fdExhaustion } from "./fd-exhaustion";
import { firewallDrop } from "./firewall-drop";
import { firewallReject } from "./firewall-reject";
import { headerTooBig } from "./header-too-big";
import { healthCheckFailing } from "./health-check-failing";
import { invalidResponse } from "./invalid-response";
import { keepaliveRace } from "./keepalive-race";
import { lambdaTargetError } from "./lambda-target-error";
import { maintenanceMode } from "./maintenance-mode";
import { noEndpoints } from "./no-endpoints";
import { noLiveUpstreams } from "./no-live-upstreams";
import { noRoute } from "./no-route";
import { packetLoss } from "./packet-loss";
import { passedThrough } from "./passed-through";
import { portExhaustion } from "./port-exhaustion";
import { prematureClose } from "./premature-close";
import { proxyConfigError } from "./proxy-config-error";
import { proxyInternal } from "./proxy-internal";
import { proxyLoop } from "./proxy-loop";
import { rateLimited } from "./rate-limited";
import { rollingDeploy } from "./rolling-deploy";
import { selinuxDenied } from "./selinux-denied";
import { socketMissing } from "./socket-missing";
import { socketPermission } from "./socket-permission";
import { tlsHandshake } from "./tls-handshake";
import { tlsVerify } from "./tls-verify";
import { truncatedResponse } from "./truncated-response";
import { upstreamCrash } from "./upstream-crash";
import { upstreamDown } from "./upstream-down";
import { upstreamOverload } from "./upstream-overload";
import { upstreamTimeout } from "./upstream-timeout";
import { wafBlock } from "./waf-block";
import { workerConnections } from "./worker-connections";
import { wrongPort } from "./wrong-port";
import { wrongProtocol } from "./wrong-protocol";
import type { Cause } from "./define-cause";

/** Every cause that is weighed, in alphabetical order; a cause that is not here does not exist. */
export const CAUSES: readonly Cause[] = [
  abusiveClient,
  backlogFull,
  cdnFault,
  cdnOriginUnreachable,
  circuitBreaker,
  clientAbort,
  connectionTimeout,
  conntrackFull,
  dnsFailure,
  earlyResponse,
  fdExhaustion,
  firewallDrop,
  firewallReject,
  headerTooBig,
  healthCheckFailing,
  invalidResponse,
  keepaliveRace,
  lambdaTargetError,
  maintenanceMode,
  noEndpoints,
  noLiveUpstreams,
  noRoute,
  packetLoss,
  passedThrough,
  portExhaustion,
  prematureClose,
  proxyConfigError,
  proxyInternal,
  proxyLoop,
  rateLimited,
  rollingDeploy,
  selinuxDenied,
  socketMissing,
  socketPermission,
  tlsHandshake,
  tlsVerify,
  truncatedResponse,
  upstreamCrash,
  upstreamDown,
  upstreamOverload,
  upstreamTimeout,
  wafBlock,
  workerConnections,
  wrongPort,
  wrongProtocol,
];

/** The cause with this id; undefined for `undetermined` and for ids nobody knows. */
export function causeById(id: string): Cause | undefined {
  return CAUSES.find((cause) => cause.id === id);
}
