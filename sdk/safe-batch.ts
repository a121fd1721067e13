import type { Call } from "./call.ts";

/** A file that Safe's Transaction Builder loads. */
export type SafeBatch = {
  readonly version: "1.0";
  readonly chainId: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly meta: { readonly name: string; readonly description: string; readonly txBuilderVersion: string };
  readonly transactions: readonly {
    readonly to: string;
    readonly value: string;
    readonly data: string;
    readonly contractMethod: null;
    readonly contractInputsValues: null;
  }[];
};

/** Calls as one batch that the owners of a Safe sign. `createdAt` in milliseconds since 1970. */
export function safeBatch(
  chainId: number,
  calls: readonly Pick<Call, "to" | "data">[],
  meta: { readonly name: string; readonly description: string; readonly createdAt: number },
): SafeBatch {
  return {
    version: "1.0",
    chainId: String(chainId),
    createdAt: meta.createdAt,
    meta: { name: meta.name, description: meta.description, txBuilderVersion: "1.16.5" },
    transactions: calls.map(({ to, data }) => ({
      to,
      value: "0",
      data,
      contractMethod: null,
      contractInputsValues: null,
    })),
  };
}
