import createKeccakHash from "keccak";

/** The native sponge behind the `keccak` package's stream. */
type Sponge = {
  initialize(rate: number, capacity: number): void;
  absorb(bytes: Uint8Array): void;
  squeeze(length: number): Buffer;
};

// Making a stream for each hash takes twice as long as the hash itself. One sponge is enough: it is used to its end
// within one call. The package's version is pinned, and a test compares this with viem's keccak256.
const sponge = (createKeccakHash("keccak256") as unknown as { _state: Sponge })._state;

/** Keccak-256. The sponge pads what it absorbed by itself, as Keccak does and SHA-3 does not. */
export function keccak(bytes: Uint8Array): Buffer {
  sponge.initialize(1088, 512);
  sponge.absorb(bytes);
  return sponge.squeeze(32);
}
