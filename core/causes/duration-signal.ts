import type { DurationFact, Evidence } from "@/core/evidence/evidence";
import type { ConfigTimer, Placed, TimerKind } from "@/core/configs/proxy-config";
import { timersIn } from "./config-reading";
import { untriedShare } from "./failing-attempts";

/**
 * Shapes of how long failing requests took. 20 ms separates an answer of the kernel or a closed connection from work done: on
 * loopback and inside a site refusals take 0–1 ms and a fresh connect under 5 ms (measured with nginx 1.22).
 */
export function failsInstantly(evidence: Evidence): boolean {
  if (evidence.durations === null) return false;
  const untried = untriedShare(evidence);
  if (untried > 0.99) return evidence.durations.instantShare >= 0.8;
  return (evidence.durations.instantShare - untried) / (1 - untried) >= 0.8;
}

/** Most failures end after the same time of at least a second: a timer ran out. Null when they do not. */
export function constantTimer(evidence: Evidence): DurationFact | null {
  const { durations } = evidence;
  if (durations === null || durations.modalMs < 900) return null;
  const tried = Math.max(0.01, 1 - untriedShare(evidence));
  return durations.modalShare / tried >= 0.6 ? durations : null;
}

/** Failures take real and varying time: work was under way when the connection went. */
export function variesWidely(evidence: Evidence): boolean {
  const { durations } = evidence;
  if (durations === null || durations.n < 3) return false;
  return durations.p50 > 50 && durations.p90 > 2 * Math.max(10, durations.p10) && durations.modalShare < 0.5;
}

/** The first timer of these kinds whose configured time equals `ms` within 5 % or 60 ms; null without one or without a config. */
export function timerInConfig(evidence: Evidence, ms: number, kinds: readonly TimerKind[]): Placed<ConfigTimer> | null {
  const timers = timersIn(evidence, kinds);
  return timers.find(({ value }) => Math.abs(value.ms - ms) <= Math.max(60, value.ms * 0.05)) ?? null;
}

/** HAProxy waits a second before each of its retries, so that a refusal takes as many seconds. Source: docs.haproxy.org, `retries`. */
export function isPauseOfRetries({ product }: Evidence, ms: number): boolean {
  return product === "haproxy" && ms <= 10_060 && ms % 1000 <= 60;
}
