import { ConfigPage } from "@/components/config/config-page";

export const metadata = { title: "Configuration" };

export default function Config() {
  return <ConfigPage />;
}
