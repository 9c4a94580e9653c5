/** A request that cannot be met, with a sentence for the person who made it. Everything else that is thrown is our fault. */
export class Refusal extends Error {
  readonly status: number;

  constructor(message: string, status = 400) {
    super(message);
    this.status = status;
  }
}
