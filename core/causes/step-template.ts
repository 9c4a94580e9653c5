import type { StepTemplate } from "./define-cause";

type Build = (id: string, title: string, why: string, commands: string[], verify: string) => StepTemplate;

/** Something to look at; changes nothing. */
export const check: Build = (id, title, why, commands, verify) => ({ id, title, why, commands, verify, kind: "check" });

/** Something to change so that it stops. */
export const fix: Build = (id, title, why, commands, verify) => ({ id, title, why, commands, verify, kind: "fix" });

/** Something to change so that it does not come back. */
export const prevent: Build = (id, title, why, commands, verify) => ({
  id,
  title,
  why,
  commands,
  verify,
  kind: "prevent",
});
