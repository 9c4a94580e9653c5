import { FormatsPage } from "@/components/guide/formats-page";

export const metadata = { title: "Log formats" };

export default function Formats() {
  return <FormatsPage />;
}
