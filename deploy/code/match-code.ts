import type { BuiltContract } from "./built-contract.ts";

/** A value that the constructor wrote into the code: one word, as 0x and 64 digits. */
export type ImmutableValue = { readonly name: string; readonly type: string; readonly value: string };

/** How the code at an address compares with what this checkout builds. */
export type CodeMatch =
  | { readonly kind: "same"; readonly immutables: readonly ImmutableValue[] }
  /** The same instructions; the hash of sources and settings at its end is another. */
  | { readonly kind: "otherSources"; readonly immutables: readonly ImmutableValue[] }
  | { readonly kind: "other"; readonly detail: string }
  | { readonly kind: "none" };

/**
 * Compare code on chain with a build: equal in every byte, except in the places of immutable variables, whose values
 * are read from there. All places of one variable must hold the same value.
 */
export function matchCode(onChain: string, { runtimeCode, immutables }: BuiltContract): CodeMatch {
  const [found, built] = [bytesOf(onChain), bytesOf(runtimeCode)];
  if (found.length === 0) return { kind: "none" };
  if (found.length !== built.length) {
    return { kind: "other", detail: `${found.length} bytes, where the build has ${built.length}` };
  }
  const values: ImmutableValue[] = [];
  for (const { name, type, places } of immutables) {
    const words = new Set(places.map(({ start, length }) => found.toString("hex", start, start + length)));
    const [word, another] = words;
    if (word === undefined || another !== undefined) {
      return { kind: "other", detail: `${name} is not the same in all places: ${[...words].join(", ")}` };
    }
    values.push({ name, type, value: `0x${word.padStart(64, "0")}` });
    for (const { start, length } of places) built.copy(found, start, start, start + length);
  }
  const differs = found.findIndex((byte, index) => byte !== built[index]);
  if (differs === -1) return { kind: "same", immutables: values };
  if (differs >= built.length - metadataLength(built)) return { kind: "otherSources", immutables: values };
  return { kind: "other", detail: `the first byte that differs is ${differs} of ${built.length}` };
}

/** Solidity appends its metadata, and the length of it in the last two bytes. */
function metadataLength(code: Buffer): number {
  return code.readUInt16BE(code.length - 2) + 2;
}

function bytesOf(hex: string): Buffer {
  return Buffer.from(hex.slice(2), "hex");
}
