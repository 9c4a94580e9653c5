import type { Samples } from "@/core/evidence/evidence";
import type { Signal } from "./define-cause";

/** A sentence that speaks for the cause; `weight` in nats. */
export function supports(text: string, weight: number, source: Signal["source"], samples: Samples = []): Signal {
  return { text, for: true, weight: round(weight), source, samples };
}

/** A sentence that speaks against the cause; `weight` in nats, positive. */
export function opposes(text: string, weight: number, source: Signal["source"], samples: Samples = []): Signal {
  return { text, for: false, weight: round(weight), source, samples };
}

/** Two decimals: more would claim a precision that a calibration on a few dozen incidents does not have. */
function round(weight: number): number {
  return Math.round(weight * 100) / 100;
}
