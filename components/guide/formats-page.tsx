"use client";

import Link from "next/link";
import { PageHeader } from "@/components/shell/page-header";
import { Badge } from "@/components/ui/badge";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { ExternalLink } from "./external-link";
import { useFormats } from "./queries";

const ROLES = { access: "Access log", error: "Error log", "app-error": "Application errors" } as const;

/** Every log format that can be read: what it can tell, what it cannot, and the directive that would mend that. */
export function FormatsPage() {
  const formats = useFormats();
  return (
    <>
      <PageHeader
        title="Log formats"
        {...(formats.data === undefined
          ? {}
          : { hint: `${formats.data.length} known; any nginx log_format string besides` })}
        back={
          <Link href="/guide" className="hover:text-ink underline underline-offset-2">
            Guide
          </Link>
        }
      />
      {formats.isPending && <Skeleton className="h-60" />}
      {formats.isError && <ErrorState problem={formats.error.message} onRetry={() => void formats.refetch()} />}
      {formats.data?.length === 0 && <EmptyState title="No formats are registered" />}
      <div className="flex flex-col gap-3">
        {formats.data?.map((format) => (
          <Card key={format.id} aria-labelledby={`format-${format.id}`}>
            <CardHeader
              id={`format-${format.id}`}
              title={format.title}
              hint={<code className="font-mono">{format.id}</code>}
              actions={<Badge>{ROLES[format.role]}</Badge>}
            />
            <CardBody className="flex flex-col gap-3">
              <dl className="grid gap-x-6 gap-y-2 text-xs text-pretty md:grid-cols-3">
                <div>
                  <dt className="text-faint text-2xs font-medium">Can tell</dt>
                  <dd className="text-ink first-letter:uppercase">{format.canTell}</dd>
                </div>
                <div>
                  <dt className="text-faint text-2xs font-medium">Cannot tell</dt>
                  <dd className="text-ink first-letter:uppercase">{format.cannotTell}</dd>
                </div>
                <div>
                  <dt className="text-faint text-2xs font-medium">To learn more from it</dt>
                  <dd className="text-ink wrap-anywhere">{format.improve}</dd>
                </div>
              </dl>
              <CodeBlock label={`Sample of ${format.title}`} code={format.sample} />
              <p className="text-xs">
                <ExternalLink href={format.docs}>{format.docs}</ExternalLink>
              </p>
            </CardBody>
          </Card>
        ))}
      </div>
    </>
  );
}
