import { type Address, hexToBytes, keccak256 } from "viem";

/**
 * Whether a block may hold logs of the address, by the bloom filter of its header. "No" is certain, "yes" is not; so
 * logs for a "no", or none for a "yes", call for a second look.
 */
export function bloomMayHold(logsBloom: `0x${string}`, address: Address): boolean {
  const bloom = hexToBytes(logsBloom);
  const digest = keccak256(address, "bytes");
  return [0, 2, 4].every((offset) => {
    const bit = (((digest[offset] ?? 0) << 8) | (digest[offset + 1] ?? 0)) & 2047;
    const byte = bloom[bloom.length - 1 - (bit >> 3)] ?? 0;
    return (byte & (1 << (bit & 7))) !== 0;
  });
}
