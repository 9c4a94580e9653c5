import type { ProxyProduct } from "@/core/products/proxy-product";
import type { Standing } from "@/core/diagnosis/verdict";
import type { CauseCase } from "./case";

/** A cause behind a product other than nginx, by what that product writes. */
export interface ProductCase extends CauseCase {
  name: string;
  product: ProxyProduct;
  cause: string;
  standing: Standing;
}

/** Every failure with this status. */
export const only = (status: number) => ({ byStatus: { [status]: 100 } });
