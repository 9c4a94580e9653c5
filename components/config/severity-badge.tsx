import { CircleAlert, Info, TriangleAlert } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import type { RiskSeverity } from "@/core/contract/config-risks";

const LOOKS = {
  error: { tone: "danger", icon: CircleAlert, word: "Error" },
  warning: { tone: "warn", icon: TriangleAlert, word: "Warning" },
  notice: { tone: "neutral", icon: Info, word: "Notice" },
} as const;

/** How grave a risk is: a mark of its own shape, and the word. */
export function SeverityBadge({ severity }: { severity: RiskSeverity }) {
  const { tone, icon: Icon, word } = LOOKS[severity];
  return (
    <Badge tone={tone}>
      <Icon aria-hidden /> {word}
    </Badge>
  );
}
