/** A directive of a configuration made of words and blocks (nginx, Apache, Caddy, Varnish). */
export interface Directive {
  name: string;
  args: string[];
  /** Null for a directive without a block. */
  block: Directive[] | null;
  file: string;
  /** 1-based, of the directive's name. */
  line: number;
}
