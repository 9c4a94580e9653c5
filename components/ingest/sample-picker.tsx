"use client";

import { ChevronRight, Play } from "lucide-react";
import { useRouter } from "next/navigation";
import { hrefWith } from "@/components/shell/nav-items";
import { Button } from "@/components/ui/button";
import { Menu, MenuItem } from "@/components/ui/menu";
import { useSamples, useTrySample } from "./queries";

/**
 * "Try a recorded incident": brings in logs recorded from a real proxy with a real fault and shows what comes out of them. With several
 * recordings the first is the button and the rest a menu.
 */
export function SamplePicker() {
  const samples = useSamples();
  const attempt = useTrySample();
  const router = useRouter();
  const [first, ...others] = samples.data ?? [];
  if (first === undefined) return null;
  const start = (id: string) =>
    attempt.mutate(id, { onSuccess: ({ sourceId }) => router.push(hrefWith("/incidents", { source: sourceId })) });
  return (
    <div className="flex flex-col items-center gap-1">
      <div className="flex flex-wrap justify-center gap-2">
        <Button busy={attempt.isPending} onClick={() => start(first.id)}>
          <Play /> Try a recorded incident
        </Button>
        {others.length > 0 && (
          <Menu
            trigger={
              <Button variant="ghost" disabled={attempt.isPending}>
                Choose another <ChevronRight className="rotate-90" />
              </Button>
            }
          >
            {samples.data?.map((sample) => (
              <MenuItem key={sample.id} onSelect={() => start(sample.id)}>
                {sample.title}
              </MenuItem>
            ))}
          </Menu>
        )}
      </div>
      {attempt.isError && (
        <p role="alert" className="text-danger text-xs">
          {attempt.error.message}
        </p>
      )}
    </div>
  );
}
