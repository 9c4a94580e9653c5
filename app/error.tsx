"use client";

import { ErrorState } from "@/components/ui/error-state";

export default function ErrorPage({ reset }: { error: Error; reset: () => void }) {
  return (
    <>
      <h1 className="sr-only">Something broke on this page</h1>
      <ErrorState
        problem="This page could not be drawn. Your logs and findings are safe. Try again; if it happens once more, reload the browser."
        onRetry={reset}
      />
    </>
  );
}
