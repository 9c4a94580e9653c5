import { compileTemplate } from "@/core/formats/compile-template";
import { createAccessReader } from "@/core/formats/create-access-reader";
import type { AccessReader, FormatChoice, OpenOptions, Problem } from "@/core/formats/line-reader";
import type { PlanPart } from "@/core/formats/line-plan";
import { ALB_REASONS } from "./alb-reasons";
import { elbClock, finishElbScan, judgeElb, refineElb } from "./elb-line";

/** A reader for the requests that a load balancer of HTTP logs: an Application Load Balancer or a classic one. */
export function openElb(
  { id }: FormatChoice,
  parts: readonly PlanPart[],
  options: OpenOptions,
): AccessReader | Problem {
  const compiled = compileTemplate(parts, { escape: "default", openEnd: true });
  if ("problem" in compiled) return compiled;
  const meaning = { refine: refineElb, judge: judgeElb, reasons: ALB_REASONS };
  const scanner = { compiled: finishElbScan(compiled), clock: elbClock() };
  return createAccessReader({ format: id, template: null, escape: "default", ...scanner, meaning }, options);
}
