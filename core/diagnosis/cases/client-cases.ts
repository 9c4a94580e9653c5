import type { CauseCase } from "./case";
import { between, buildEvidence, closed, connects, messages, share } from "./evidence-builder";

const manyClients = [
  share("203.0.113.7", 12, 50, { failedShare: 0.12 }),
  share("203.0.113.8", 11, 50, { failedShare: 0.11 }),
];
const crash = { signatures: [closed(100)], connect: connects(0, 100), durations: between(100, 2500) };

export const clientCases: Record<string, CauseCase> = {
  "abusive-client": {
    shows: buildEvidence({
      ...crash,
      clients: [
        share("203.0.113.66", 96, 150, { requestShare: 0.375, baselineRequestShare: 0.01, failedShare: 0.96 }),
        share("203.0.113.7", 4, 250, { failedShare: 0.04 }),
      ],
    }),
    lookAlike: buildEvidence({ ...crash, clients: manyClients }),
    instead: "upstream-crash",
  },
  "client-abort": {
    shows: buildEvidence(
      { signatures: [messages("client-abort", 90, { label: "client prematurely closed connection" })] },
      { byStatus: { "499": 100 } },
    ),
    lookAlike: buildEvidence(crash, { byStatus: { "502": 80, "499": 20 } }),
    instead: "upstream-crash",
  },
};
