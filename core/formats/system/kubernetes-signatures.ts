import { rulesOfPhase, type SignatureRule } from "@/core/formats/match-signature";

/** Source: https://github.com/kubernetes/kubernetes/blob/master/pkg/kubelet/events/event.go, pkg/kubelet/prober/prober.go */
// prettier-ignore
export const KUBERNETES_SIGNATURES: readonly SignatureRule[] = [
  ...rulesOfPhase("proxy_internal", [
    ["k8s-readiness-refused", /Readiness probe failed:.{0,400}(?:connection refused|connect: )/, null, "health-check-failing", "high", "readiness probe: connection refused"],
    ["k8s-readiness-failed", /Readiness probe (?:failed|errored)/, null, "health-check-failing", "high", "readiness probe fails"],
    ["k8s-liveness-timeout", /Liveness probe failed:.{0,400}(?:context deadline exceeded|timeout)/, null, "upstream-overload", "medium", "liveness probe: no answer in time"],
    ["k8s-liveness-failed", /Liveness probe (?:failed|errored)/, null, "upstream-crash", "medium", "liveness probe fails"],
    ["k8s-endpoints-update-failed", /FailedToUpdateEndpoint(?:Slices)?/, null, "no-endpoints", "medium", "endpoints could not be brought up to date"],
    ["k8s-no-endpoints", /^(?:Endpoints|Addresses):\s+<none>|\s<none>\s+\d+[smhd]\b/, null, "no-endpoints", "high", "a service without endpoints"],
  ]),
  ...rulesOfPhase("read_header", [
    ["k8s-oom", /\bOOMKilled\b|OOMKilling|SystemOOM/, "137", "upstream-crash", "high", "a container was killed: out of memory"],
  ]),
  ...rulesOfPhase("connect", [
    ["k8s-crash-loop", /Back-off restarting failed container|CrashLoopBackOff/, null, "upstream-crash", "high", "a container crashes again and again"],
    ["k8s-image", /Back-off pulling image|ErrImagePull|ImagePullBackOff/, null, "upstream-down", "medium", "an image cannot be pulled"],
    ["k8s-unschedulable", /FailedScheduling/, null, "upstream-down", "medium", "a pod finds no node"],
    ["k8s-rollout", /\bKilling\b.{0,200}Stopping container|\bScalingReplicaSet\b/, null, "rolling-deploy", "medium", "pods are replaced"],
    ["k8s-evicted", /Evicted|NodeNotReady|TaintManagerEviction|Preempt/, null, "upstream-down", "medium", "pods left their node"],
  ]),
];
