import { isObject, type JsonObject } from "@/core/formats/read-json";

/** What an event of the Kubernetes API says. */
export interface KubernetesEntry {
  /** RFC 3339; of a repeated event the last time. */
  time: string;
  type: string;
  reason: string;
  message: string;
  /** `pod/web-6d8f` or `default/pod/web-6d8f`. */
  target: string | null;
}

/**
 * Takes an event of `v1` or `events.k8s.io/v1` apart; null for any other object.
 * Source: https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/
 */
export function kubernetesEntry(value: JsonObject): KubernetesEntry | null {
  const about = isObject(value["involvedObject"]) ? value["involvedObject"] : value["regarding"];
  const reason = text(value["reason"]);
  if (!isObject(about) || reason === null) return null;
  const series = isObject(value["series"]) ? value["series"] : {};
  const metadata = isObject(value["metadata"]) ? value["metadata"] : {};
  const times = [
    value["lastTimestamp"],
    series["lastObservedTime"],
    value["deprecatedLastTimestamp"],
    value["eventTime"],
    value["firstTimestamp"],
    metadata["creationTimestamp"],
  ];
  const time = times.map(text).find((each) => each !== null);
  if (time === undefined || time === null) return null;
  const name = [text(about["namespace"]), text(about["kind"])?.toLowerCase(), text(about["name"])];
  const target = name.filter((each) => each !== null && each !== undefined).join("/");
  return {
    time,
    type: text(value["type"]) ?? "",
    reason,
    message: text(value["message"]) ?? text(value["note"]) ?? "",
    target: target === "" ? null : target,
  };
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
