/** Something that somebody or something did to the system: a deploy, a reload, a restart, a scaling. */
export interface MarkerEvent {
  role: "marker";
  /** UTC epoch milliseconds. */
  atMs: number;
  kind: "deploy" | "config-reload" | "restart" | "scale" | "certificate" | "maintenance" | "other";
  /** What it was done to; null where the source does not say. */
  target: string | null;
  text: string;
}
