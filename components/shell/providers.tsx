"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { ThemeProvider } from "next-themes";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import { Tooltip } from "radix-ui";
import { useState, type ReactNode } from "react";
import { Toaster } from "sonner";
import { CallFailed } from "./call-failed";

/** A refusal (4xx) stays a refusal; a break may heal. */
function worthRetrying(failures: number, error: Error): boolean {
  const refused = error instanceof CallFailed && error.status !== null && error.status < 500;
  return !refused && failures < 2;
}

export function Providers({ children }: { children: ReactNode }) {
  const [client] = useState(
    () => new QueryClient({ defaultOptions: { queries: { staleTime: 10_000, retry: worthRetrying } } }),
  );
  return (
    <ThemeProvider attribute="class" defaultTheme="system" enableSystem disableTransitionOnChange>
      <QueryClientProvider client={client}>
        <NuqsAdapter>
          <Tooltip.Provider delayDuration={350} skipDelayDuration={200}>
            {children}
          </Tooltip.Provider>
          <Toaster
            position="bottom-right"
            toastOptions={{
              className:
                "border! border-line-strong! bg-surface! text-ink! shadow-pop! rounded-lg! text-sm! font-sans!",
              descriptionClassName: "text-muted!",
            }}
          />
        </NuqsAdapter>
      </QueryClientProvider>
    </ThemeProvider>
  );
}
