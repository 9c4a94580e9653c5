"use client";

import Link from "next/link";
import { Suspense, type ReactNode } from "react";
import { DropAnywhere } from "@/components/ingest/drop-anywhere";
import { ImportIndicator } from "@/components/ingest/import-indicator";
import { KeyboardHelp } from "./keyboard-help";
import { Logo } from "./logo";
import { MainNav } from "./main-nav";
import { SourcePicker } from "./source-picker";
import { ThemeSwitch } from "./theme-switch";
import { useInBrowser } from "./use-in-browser";

/** What the server sends: the bar alone, of the same height, so that nothing jumps. */
function EmptyFrame() {
  return (
    <header className="border-line bg-surface border-b">
      <div className="mx-auto flex h-12 max-w-[1680px] items-center gap-2 px-3 text-base font-semibold tracking-tight sm:px-4">
        <Logo /> Gumshoe
      </div>
    </header>
  );
}

/**
 * The frame of every page: skip link, top bar, main landmark. Pages put their own h1 inside <PageHeader>.
 *
 * All of it is drawn in the browser: what a page shows hangs on its URL and on answers of the API, and a server's guess at either would
 * only be replaced.
 */
export function AppShell({ children }: { children: ReactNode }) {
  const inBrowser = useInBrowser();
  if (!inBrowser) return <EmptyFrame />;
  return (
    <Suspense fallback={<EmptyFrame />}>
      <DropAnywhere>
        <a
          href="#main"
          className="bg-surface text-ink border-line-strong sr-only z-50 rounded-md border px-3 py-2 focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
        >
          Skip to the content
        </a>
        <header className="border-line bg-surface sticky top-0 z-30 border-b">
          <div className="mx-auto flex h-12 max-w-[1680px] items-center gap-2 px-3 sm:gap-4 sm:px-4">
            <Link
              href="/"
              className="text-ink flex h-9 items-center gap-2 rounded-md pr-1 text-base font-semibold tracking-tight"
            >
              <Logo />
              <span className="max-[359px]:sr-only">Gumshoe</span>
            </Link>
            <MainNav placement="top" />
            <div className="ml-auto flex min-w-0 items-center gap-1">
              <ImportIndicator />
              <SourcePicker />
              <KeyboardHelp />
              <ThemeSwitch />
            </div>
          </div>
        </header>
        <main id="main" tabIndex={-1} className="mx-auto max-w-[1680px] px-3 pt-3 pb-24 outline-none sm:px-4 sm:pb-10">
          {children}
        </main>
        <MainNav placement="bottom" />
      </DropAnywhere>
    </Suspense>
  );
}
