import type { Metadata } from "next";
import { Suspense } from "react";
import { IncidentListPage } from "@/components/incident/incident-list-page";

export const metadata: Metadata = { title: "Incidents" };

export default function Page() {
  return (
    <Suspense>
      <IncidentListPage />
    </Suspense>
  );
}
