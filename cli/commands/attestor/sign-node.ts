import type { Command } from "commander";
import { type Hex, keccak256, toHex } from "viem";
import type { NodeAttestation } from "../../../sdk/attestation.ts";
import { MillraceError } from "../../../sdk/error.ts";
import { gpuClassName } from "../../../sdk/gpu-class.ts";
import { answer } from "../../answer.ts";
import { addCoSignOptions, type CoSignOptions, checkSame, coSign, readMerged } from "../../attestations/sign.ts";
import { type Context, parseAddress } from "../../context.ts";
import { parseClass } from "../../gpu-class.ts";
import { time } from "../../output/format.ts";
import type { Report } from "../../output/report.ts";
import { parseWhole } from "../../parse-number.ts";
import { parseMoment } from "../../parse-time.ts";

type NodeOptions = CoSignOptions & {
  readonly operator?: string;
  readonly hardware?: string;
  readonly class?: string;
  readonly units?: string;
  readonly expires?: string;
};

export function addSignNode(attestor: Command): void {
  const command = attestor
    .command("sign-node")
    .summary("sign that a node is there: its operator, hardware, class and units")
    .description("Signs what you have seen of the host. With --merge alone, signs what others have signed already.")
    .option("--operator <address>", "whose node it is")
    .option("--hardware <id>", "32 bytes in hex, or any text that names the machine for good: its keccak-256 counts")
    .option("--class <class>", "number or name of the class of GPU")
    .option("--units <number>", "how many; 1000 are one GPU")
    .option("--expires <time>", "until when it is good: 2027-01-31, or how long from now: 90d");
  addCoSignOptions(command).action(answer([], (context, _, options: NodeOptions) => signNodeOf(context, options)));
}

async function signNodeOf(context: Context, options: NodeOptions): Promise<Report> {
  const merged = readMerged("node", options.merge);
  const { timestamp: now } = await context.client.getBlock();
  const attestation = (await attestationOf(context, options, now)) ?? merged[0]?.attestation;
  if (attestation === undefined) throw incomplete(options);
  checkSame(attestation, merged);
  if (BigInt(attestation.expiresAt) <= now) {
    throw new MillraceError("The attestation would have expired already.", {
      code: "bad-date",
      found: time(BigInt(attestation.expiresAt)),
      expected: `after ${time(now)}`,
    });
  }
  const signatures = merged.flatMap((file) => file.signatures);
  return coSign(
    context,
    { kind: "node", attestation, signatures },
    [
      ["operator", attestation.operator],
      ["hardware", attestation.hardwareId],
      ["class", gpuClassName(attestation.classId)],
      ["units", `${attestation.units} (${attestation.units / 1_000} GPU)`],
      ["good until", time(BigInt(attestation.expiresAt))],
    ],
    options,
  );
}

/** Undefined if nothing is given, so that the merged files say it. @throws MillraceError `attestation-incomplete` */
async function attestationOf(
  context: Context,
  options: NodeOptions,
  now: bigint,
): Promise<NodeAttestation | undefined> {
  const { operator, hardware, class: classId, units, expires } = options;
  if ([operator, hardware, classId, units, expires].every((each) => each === undefined)) return undefined;
  if (operator === undefined || hardware === undefined || classId === undefined) throw incomplete(options);
  if (units === undefined || expires === undefined) throw incomplete(options);
  return {
    operator: parseAddress(operator, "--operator"),
    hardwareId: hardwareIdOf(hardware),
    classId: await parseClass(context, classId),
    units: Number(parseWhole(units, "--units", { least: 1 })),
    expiresAt: parseMoment(expires, now, "--expires"),
  };
}

function hardwareIdOf(text: string): Hex {
  return /^0x[0-9a-fA-F]{64}$/.test(text) ? (text.toLowerCase() as Hex) : keccak256(toHex(text));
}

function incomplete({ operator, hardware, class: classId, units, expires }: NodeOptions): MillraceError {
  const given = Object.entries({ operator, hardware, class: classId, units, expires });
  const missing = given.flatMap(([name, value]) => (value === undefined ? [`--${name}`] : []));
  return new MillraceError("The attestation is not complete.", {
    code: "attestation-incomplete",
    found: `without ${missing.join(", ")}`,
    expected: "all of --operator, --hardware, --class, --units and --expires, or --merge with a file that has them",
  });
}
