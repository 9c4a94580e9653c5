import type { LintRule } from "./define-rule";
import { connectTimeoutTooLong } from "./rules/connect-timeout-too-long";
import { deadServerKeepsItsShare } from "./rules/dead-server-keeps-its-share";
import { deliberateGatewayError } from "./rules/deliberate-gateway-error";
import { duplicateServer } from "./rules/duplicate-server";
import { envoyDefaultTimeout } from "./rules/envoy-default-timeout";
import { failedOnceLeftLong } from "./rules/failed-once-left-long";
import { failedWorkerLeftAside } from "./rules/failed-worker-left-aside";
import { givesUpBeforeTheInner } from "./rules/gives-up-before-the-inner";
import { groupUndeclared } from "./rules/group-undeclared";
import { groupUnused } from "./rules/group-unused";
import { groupWithoutServers } from "./rules/group-without-servers";
import { haproxyQueueShort } from "./rules/haproxy-queue-short";
import { haproxyTimeoutsMissing } from "./rules/haproxy-timeouts-missing";
import { headerBufferSmall } from "./rules/header-buffer-small";
import { httpToFpmSocket } from "./rules/http-to-fpm-socket";
import { keepaliveBeforeMethod } from "./rules/keepalive-before-method";
import { keepaliveNotUsed } from "./rules/keepalive-not-used";
import { keptLongerThanThePeer } from "./rules/kept-longer-than-the-peer";
import { limiterAnswers503 } from "./rules/limiter-answers-503";
import { maxFailsOnSingleServer } from "./rules/max-fails-on-single-server";
import { nameLookedUpOnce } from "./rules/name-looked-up-once";
import { nextUpstreamOff } from "./rules/next-upstream-off";
import { nonIdempotentRetried } from "./rules/non-idempotent-retried";
import { oldTlsToUpstream } from "./rules/old-tls-to-upstream";
import { retryOnSameServer } from "./rules/retry-on-same-server";
import { preservedHostAsTlsName } from "./rules/preserved-host-as-tls-name";
import { proxyLoop } from "./rules/proxy-loop";
import { refusedAtStart } from "./rules/refused-at-start";
import { retryCannotFit } from "./rules/retry-cannot-fit";
import { schemeAgainstPort } from "./rules/scheme-against-port";
import { sniMissing } from "./rules/sni-missing";
import { socketOutOfReach } from "./rules/socket-out-of-reach";
import { sslProxyEngineMissing } from "./rules/ssl-proxy-engine-missing";
import { tlsAuthorityMissing } from "./rules/tls-authority-missing";
import { tlsNameMismatch } from "./rules/tls-name-mismatch";
import { tooFewConnections } from "./rules/too-few-connections";
import { variableWithoutResolver } from "./rules/variable-without-resolver";

/** Every rule; one file each. */
export const LINT_RULES: readonly LintRule[] = [
  connectTimeoutTooLong,
  deadServerKeepsItsShare,
  deliberateGatewayError,
  duplicateServer,
  envoyDefaultTimeout,
  failedOnceLeftLong,
  failedWorkerLeftAside,
  givesUpBeforeTheInner,
  groupUndeclared,
  groupUnused,
  groupWithoutServers,
  haproxyQueueShort,
  haproxyTimeoutsMissing,
  headerBufferSmall,
  httpToFpmSocket,
  keepaliveBeforeMethod,
  keepaliveNotUsed,
  keptLongerThanThePeer,
  limiterAnswers503,
  maxFailsOnSingleServer,
  nameLookedUpOnce,
  nextUpstreamOff,
  nonIdempotentRetried,
  oldTlsToUpstream,
  retryOnSameServer,
  preservedHostAsTlsName,
  proxyLoop,
  refusedAtStart,
  retryCannotFit,
  schemeAgainstPort,
  sniMissing,
  socketOutOfReach,
  sslProxyEngineMissing,
  tlsAuthorityMissing,
  tlsNameMismatch,
  tooFewConnections,
  variableWithoutResolver,
];
