import { LogsPage } from "@/components/ingest/logs-page";

export const metadata = { title: "Logs" };

export default function ImportPage() {
  return <LogsPage />;
}
