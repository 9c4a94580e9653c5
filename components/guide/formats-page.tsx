"use client";

import { SearchX } from "lucide-react";
import Link from "next/link";
import { parseAsString, useQueryState } from "nuqs";
import { useFormats } from "@/components/ingest/queries";
import { PageHeader } from "@/components/shell/page-header";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Input } from "@/components/ui/input";
import { Skeleton } from "@/components/ui/skeleton";
import { FormatCard } from "./format-card";
import { groupFormats } from "./group-formats";

/** Every log format that can be read, by product, with a field to find one. */
export function FormatsPage() {
  const formats = useFormats();
  const [wanted, setWanted] = useQueryState("find", parseAsString.withDefault("").withOptions({ history: "replace" }));
  const groups = groupFormats(formats.data ?? [], wanted);
  const products = new Set(formats.data?.map(({ product }) => product)).size;
  return (
    <>
      <PageHeader
        title="Log formats"
        {...(formats.data === undefined
          ? {}
          : { hint: `${formats.data.length} formats of ${products} products; any format string of theirs besides` })}
        back={
          <Link href="/guide" className="hover:text-ink underline underline-offset-2">
            Guide
          </Link>
        }
      />
      {formats.isPending && <Skeleton className="h-60" />}
      {formats.isError && <ErrorState problem={formats.error.message} onRetry={() => void formats.refetch()} />}
      {formats.data !== undefined && (
        <>
          <Input
            type="search"
            aria-label="Find a format"
            placeholder="Find a format: haproxy, cloudfront, php-fpm…"
            value={wanted}
            className="mb-3 max-w-md"
            onChange={(event) => void setWanted(event.target.value === "" ? null : event.target.value)}
          />
          {groups.length === 0 ? (
            <EmptyState icon={<SearchX />} title="No format fits these words">
              A format string of nginx, Apache, HAProxy, Envoy, Squid or W3C can be pasted when a file is imported.
            </EmptyState>
          ) : (
            <nav aria-label="Products" className="mb-4 flex flex-wrap gap-x-3 gap-y-1 text-xs">
              {groups.map(({ product, id, formats: members }) => (
                <a key={id} href={`#${id}`} className="text-muted hover:text-ink underline-offset-2 hover:underline">
                  {product} <span className="text-faint tabular-nums">{members.length}</span>
                </a>
              ))}
            </nav>
          )}
          <div className="flex flex-col gap-6">
            {groups.map(({ product, id, formats: members }) => (
              <div key={id}>
                <h2 id={id} className="text-ink mb-2 scroll-mt-16 text-base font-semibold">
                  {product}
                </h2>
                <div className="flex flex-col gap-3">
                  {members.map((format) => (
                    <FormatCard key={format.id} format={format} />
                  ))}
                </div>
              </div>
            ))}
          </div>
        </>
      )}
    </>
  );
}
