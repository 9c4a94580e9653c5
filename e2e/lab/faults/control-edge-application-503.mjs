import { allBehave, allHeal } from "../behaviours.mjs";
import { PLAIN_FILES, edgeSite, originSite } from "../edge-site.mjs";
import { control } from "../quiet.mjs";

const hosts = ["www.shut-door.test"];

export default control({
  id: "control-edge-application-503",
  title: "edge and origin: the application shows its own maintenance page with 503, through both tiers",
  subnet: 178,
  zone: "Europe/Lisbon",
  begin: "2026-11-10T22:00:00Z",
  calibration: false,
  hosts,
  tiers: [
    {
      tier: "edge",
      product: "nginx",
      template: "short",
      files: PLAIN_FILES[0],
      setup: (context) => edgeSite(context, { hosts }),
    },
    {
      tier: "origin",
      product: "nginx",
      template: "keyValue",
      files: PLAIN_FILES[1],
      setup: (context) => originSite(context, { hosts }),
    },
  ],
  tiersNamed: false,
  inject: allBehave({ fault: "status503", only: "^/(account|checkout|cart)", share: 1, afterMs: 8 }),
  remove: allHeal,
  otherAnomalies: [{ kind: "application-503", statuses: [503] }],
});
