import { expect, type Page } from "@playwright/test";
import type { GivenFile } from "./choose-files";

/** Drags files over the page and lets go, as from a file manager: with a DataTransfer that the browser itself made. */
export async function dropFiles(page: Page, files: readonly GivenFile[]): Promise<void> {
  const contents = files.map(({ name, buffer }) => ({ name, base64: buffer.toString("base64") }));
  const dataTransfer = await page.evaluateHandle((given) => {
    const transfer = new DataTransfer();
    for (const { name, base64 } of given) {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      transfer.items.add(new File([bytes], name));
    }
    return transfer;
  }, contents);
  const main = page.getByRole("main");
  await main.dispatchEvent("dragenter", { dataTransfer });
  await main.dispatchEvent("dragover", { dataTransfer });
  await expect(page.getByText("Drop to read these logs")).toBeVisible();
  await main.dispatchEvent("drop", { dataTransfer });
  await expect(page.getByText("Drop to read these logs")).toBeHidden();
}
