import { useState } from "react";

/** What Recharts hands to a chart's mouse handlers, as far as it is used here. */
interface ChartMouse {
  activeLabel?: string | number | undefined;
}

interface DragRange {
  /** The two ends of the selection under the mouse, for a ReferenceArea; null while nothing is being drawn. */
  selection: { x1: number; x2: number } | null;
  handlers: {
    onMouseDown: (state: ChartMouse) => void;
    onMouseMove: (state: ChartMouse) => void;
    onMouseUp: () => void;
    onMouseLeave: () => void;
  };
}

/** Lets a person draw a span on a chart's time axis; `onRange` gets its two ends when the mouse is let go. */
export function useDragRange(onRange: (aMs: number, bMs: number) => void): DragRange {
  const [drag, setDrag] = useState<{ from: number; to: number } | null>(null);
  const at = (state: ChartMouse): number | null => {
    const value = Number(state.activeLabel);
    return state.activeLabel === undefined || Number.isNaN(value) ? null : value;
  };
  return {
    selection:
      drag === null || drag.from === drag.to
        ? null
        : { x1: Math.min(drag.from, drag.to), x2: Math.max(drag.from, drag.to) },
    handlers: {
      onMouseDown: (state) => {
        const value = at(state);
        if (value !== null) setDrag({ from: value, to: value });
      },
      onMouseMove: (state) => {
        const value = at(state);
        if (drag !== null && value !== null) setDrag({ from: drag.from, to: value });
      },
      onMouseUp: () => {
        if (drag !== null && drag.from !== drag.to) onRange(drag.from, drag.to);
        setDrag(null);
      },
      onMouseLeave: () => setDrag(null),
    },
  };
}
