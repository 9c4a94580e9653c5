/** A failed call; `message` is a sentence for the page, `status` null where no HTTP answer came. */
export class CallFailed extends Error {
  constructor(
    message: string,
    readonly status: number | null,
  ) {
    super(message);
  }
}
