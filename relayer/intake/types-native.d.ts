declare module "keccak" {
  import type { Transform } from "node:stream";
  export default function createKeccakHash(algorithm: "keccak256"): Transform;
}
