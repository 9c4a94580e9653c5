"use client";

import Link from "next/link";
import { Progress } from "@/components/ui/progress";
import { useNavHref } from "@/components/shell/use-nav-href";
import { prepareActivity } from "./prepare-activity";
import { useFollowImports, useImports } from "./queries";
import { useUploads } from "./use-uploads";

/** The small progress in the top bar while files are uploaded or read, on every page; leads to the Logs page. */
export function ImportIndicator() {
  const hrefTo = useNavHref();
  useFollowImports();
  const activity = prepareActivity(useImports().data ?? [], useUploads());
  if (activity === null) return null;
  return (
    <Link
      href={hrefTo("/import")}
      className="hover:bg-hover flex h-8 items-center gap-2 rounded-md px-2 text-xs pointer-coarse:min-h-9"
    >
      <span className="text-muted hidden whitespace-nowrap md:inline">{activity.label}</span>
      <Progress label={activity.label} value={activity.share} size="sm" className="w-12 sm:w-20" />
      <span aria-hidden className="text-muted w-8 text-right">
        {activity.percent}
      </span>
    </Link>
  );
}
