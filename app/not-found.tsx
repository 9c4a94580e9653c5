import { Compass } from "lucide-react";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

export const metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <>
      <h1 className="sr-only">Not found</h1>
      <EmptyState
        icon={<Compass />}
        title="There is nothing at this address"
        actions={
          <Button asChild>
            <Link href="/">Go to Trends</Link>
          </Button>
        }
      >
        The incident may have been taken out together with its logs, or the link is incomplete.
      </EmptyState>
    </>
  );
}
