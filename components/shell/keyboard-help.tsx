"use client";

import { Keyboard } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import { IconButton } from "@/components/ui/icon-button";
import { Kbd } from "@/components/ui/kbd";
import { NAV_ITEMS } from "./nav-items";
import { useKeySequence } from "./use-key-sequence";
import { useNavHref } from "./use-nav-href";

const ALWAYS: readonly { keys: readonly string[]; does: string }[] = [
  { keys: ["?"], does: "Show this list" },
  { keys: ["Tab"], does: "Next control" },
  { keys: ["Esc"], does: "Close what is open" },
];

function Row({ keys, does }: { keys: readonly string[]; does: string }) {
  return (
    <div className="border-line flex items-center justify-between border-b py-1.5 last:border-b-0">
      <dt className="text-ink text-sm">{does}</dt>
      <dd className="flex gap-1">
        {keys.map((key) => (
          <Kbd key={key}>{key}</Kbd>
        ))}
      </dd>
    </div>
  );
}

/** The keys that work everywhere, and the list of them behind `?`. */
export function KeyboardHelp() {
  const [open, setOpen] = useState(false);
  const router = useRouter();
  const hrefTo = useNavHref();
  useKeySequence((keys) => {
    if (keys === "?") {
      setOpen(true);
      return true;
    }
    const place = NAV_ITEMS.find((item) => keys === `g ${item.key}`);
    if (place !== undefined) router.push(hrefTo(place.href));
    return place !== undefined;
  });
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      width="sm"
      title="Keyboard"
      trigger={<IconButton label="Keyboard" shortcut="?" icon={<Keyboard />} className="hidden sm:inline-flex" />}
    >
      <dl>
        {NAV_ITEMS.map((item) => (
          <Row key={item.href} keys={["g", item.key]} does={`Go to ${item.label}`} />
        ))}
        {ALWAYS.map((row) => (
          <Row key={row.does} {...row} />
        ))}
      </dl>
    </Dialog>
  );
}
