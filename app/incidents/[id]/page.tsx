import type { Metadata } from "next";
import { Suspense } from "react";
import { IncidentPage } from "@/components/incident/incident-page";

export const metadata: Metadata = { title: "Incident" };

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <Suspense>
      <IncidentPage id={decodeURIComponent(id)} />
    </Suspense>
  );
}
