/** Names of the classes that a deployment begins with, by the number that `Nodes` gives them; governance adds others. */
export const gpuClassNames: Readonly<Record<number, string>> = {
  1: "T4",
  2: "P100",
  3: "RTX 4090",
  4: "V100",
  5: "A10",
  6: "A100",
  7: "H100",
};

/** Units of a node per GPU, so that shared GPUs can be leased. */
export const unitsPerGpu = 1_000n;

/** "A100", or "class 9" for one without a name here. */
export function gpuClassName(classId: number): string {
  return gpuClassNames[classId] ?? `class ${classId}`;
}
