import type { SignatureFact } from "./evidence";

/**
 * Flags that a refused connection shares with a failed handshake (HAProxy's `SC`, Envoy's `UF`) are read as the proxy's own health checks
 * of the same server were: they dial it alike, and their messages say what they met. Where a check was refused as well, or none
 * failed in the handshake, the flag stays what it usually is.
 */
export function explainFlags(facts: readonly SignatureFact[]): SignatureFact[] {
  const said = facts.filter(({ source }) => source === "error-log");
  const handshake = said.find(({ phase, cause }) => phase === "tls" && cause !== "");
  if (handshake === undefined || said.some(({ cause }) => cause === "upstream-down")) return [...facts];
  return facts.map((fact) => {
    const isOpen = fact.source === "access-log" && fact.cause === "upstream-down" && fact.confidence !== "high";
    const [worst = ""] = fact.upstreams;
    if (!isOpen || !handshake.upstreams.includes(worst)) return fact;
    return { ...fact, cause: handshake.cause, phase: handshake.phase, label: "no connection to the server" };
  });
}
