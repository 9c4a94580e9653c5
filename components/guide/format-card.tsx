import { Badge } from "@/components/ui/badge";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";
import { ExternalLink } from "./external-link";
import type { FormatEntry } from "./group-formats";

const ROLES = { access: "Access log", error: "Error log", "app-error": "Application errors" } as const;

/** One format: what it can tell, what it cannot, and the directive that would mend that. */
export function FormatCard({ format }: { format: FormatEntry }) {
  const facts: [term: string, text: string][] = [
    ["Can tell", format.canTell],
    ["Cannot tell", format.cannotTell],
    ["To learn more from it", format.improve],
  ];
  return (
    <Card aria-labelledby={`format-${format.id}`}>
      <CardHeader
        id={`format-${format.id}`}
        title={format.title}
        hint={<code className="font-mono">{format.id}</code>}
        actions={<Badge>{ROLES[format.role]}</Badge>}
      />
      <CardBody className="flex flex-col gap-3">
        <dl className="grid gap-x-6 gap-y-2 text-xs text-pretty md:grid-cols-3">
          {facts.map(([term, text]) => (
            <div key={term}>
              <dt className="text-faint text-2xs font-medium">{term}</dt>
              <dd className="text-ink wrap-anywhere first-letter:uppercase">{text}</dd>
            </div>
          ))}
        </dl>
        <CodeBlock label={`Sample of ${format.title}`} code={format.sample} />
        <p className="text-xs">
          <ExternalLink href={format.docs}>{format.docs}</ExternalLink>
        </p>
      </CardBody>
    </Card>
  );
}
