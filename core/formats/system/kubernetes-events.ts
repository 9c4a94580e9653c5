import { buildMessageEvent } from "@/core/formats/build-message-event";
import type { FormatDefinition } from "@/core/formats/format-definition";
import type { MessageReader, OpenOptions, Problem } from "@/core/formats/line-reader";
import { signatureMatcher } from "@/core/formats/match-signature";
import { openMessages } from "@/core/formats/open-messages";
import { readJsonObject } from "@/core/formats/read-json";
import { createTextClock } from "@/core/formats/text-clock";
import { kubernetesEntry } from "./kubernetes-entry";
import { KUBERNETES_SIGNATURES } from "./kubernetes-signatures";

const TIME = String.raw`\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})`;
const AGE = String.raw`(?:\d{1,5}[smhdy]){1,2}(?: \(x\d{1,7} over (?:\d{1,5}[smhdy]){1,2}\))?`;
const HEADS = [
  new RegExp(String.raw`^(?:[\w.-]{1,63} +)?(?<time>${TIME}) +(?<level>Normal|Warning) +(?<message>\w{3,60} .*)$`),
  // kubectl get events and kubectl describe have ages in the place of times.
  new RegExp(String.raw`^(?:[\w.-]{1,63} +)?${AGE} +(?<level>Normal|Warning) +(?<message>\w{3,60} .*)$`),
  new RegExp(String.raw`^ {0,8}(?<level>Normal|Warning) +(?<message>\w{3,60} +${AGE} .*)$`),
];
/** Longer objects are no events. */
const MAX_JSON = 65_536;
const HAS_AGES =
  "has an age in the place of a time: give the events as JSON, kubectl get events -A -o json > events.json";

function openKubernetesEvents(format: string, options: OpenOptions): MessageReader | Problem {
  const rules = KUBERNETES_SIGNATURES;
  const lines = openMessages(format, { product: "Kubernetes", rules, heads: HEADS, noTime: HAS_AGES }, options);
  const clock = createTextClock(options);
  if ("problem" in lines || "problem" in clock) return "problem" in lines ? lines : { problem: "unknown time zone" };
  const match = signatureMatcher(rules);
  return {
    ...lines,
    event: (raw, carriedMs) => {
      const object = raw.startsWith("{") && raw.length <= MAX_JSON ? readJsonObject(raw) : null;
      const entry = object === null ? null : kubernetesEntry(object);
      if (!entry) {
        if (/^(?:NAMESPACE +)?LAST ?SEEN +TYPE +/.test(raw)) return { skipped: "the table's header" };
        return lines.event(raw, carriedMs);
      }
      const atMs = clock(entry.time);
      if (Number.isNaN(atMs)) return { rejected: `“${entry.time.slice(0, 40)}” is no time` };
      const message = `${entry.reason}: ${entry.message}`.slice(0, 8192);
      const known = match(message, null);
      return buildMessageEvent(known, {
        ...{ format, atMs, message },
        level: entry.type.toLowerCase() || null,
        server: entry.target,
      });
    },
  };
}

/** Source: https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/ */
export const kubernetesEvents: FormatDefinition = {
  id: "kubernetes-events",
  title: "Kubernetes events",
  product: "Kubernetes",
  role: "app-error",
  kind: "message",
  docs: "https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/",
  template: null,
  looksLike:
    /^\{.{0,4000}"(?:involvedObject|regarding)":|\d[TZ:\d+.-]* +(?:Normal|Warning) +[A-Z]\w{2,60} |^(?:Endpoints|Addresses): +<none>|^ *(?:Normal|Warning) +[A-Z]\w{2,60} +\d+[smhdy]|\bOOMKilled\b|\bCrashLoopBackOff\b/,
  precedence: 90,
  signatures: KUBERNETES_SIGNATURES,
  samples: [
    {
      line: '{"kind":"Event","involvedObject":{"kind":"Pod","namespace":"default","name":"web-6d8f"},"reason":"Unhealthy","message":"Readiness probe failed: Get \\"http://10.1.2.3:8080/ready\\": dial tcp 10.1.2.3:8080: connect: connection refused","lastTimestamp":"2026-11-23T02:30:11Z","type":"Warning"}',
      event: {
        atMs: Date.UTC(2026, 10, 23, 2, 30, 11),
        level: "warning",
        signature: "k8s-readiness-refused",
        server: "default/pod/web-6d8f",
      },
    },
    {
      line: "2026-11-23T02:30:11Z   Warning   BackOff   pod/web-6d8f   Back-off restarting failed container app in pod web-6d8f_default",
      event: { atMs: Date.UTC(2026, 10, 23, 2, 30, 11), signature: "k8s-crash-loop", phase: "connect" },
    },
  ],
  canTell: ["pods that crash, are killed, moved or not ready"],
  cannotTell: ["which request failed", "anything older than an hour, unless events are exported"],
  improve: "kubectl get events -A --sort-by=.lastTimestamp -o json > events.json",
  open: (choice, options) => openKubernetesEvents(choice.id, options),
};
