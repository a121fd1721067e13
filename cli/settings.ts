import { readFileSync } from "node:fs";
import { z } from "zod";
import { MillraceError } from "../sdk/error.ts";

const url = z.string().regex(/^https?:\/\/\S+$/, "expected an address that begins with http:// or https://");
const file = z.string().min(1, "expected the path of a file");

/** Where `millrace` finds chain, contracts, relayer and key. */
export const settingsSchema = z.strictObject({
  rpc: url.optional(),
  deployment: file.optional(),
  relayer: url.optional(),
  /** Encrypted key: Web3 secret storage, version 3. */
  keystore: file.optional(),
  /** Holds the keystore's password. */
  passwordFile: file.optional(),
  /** A bare private key in a file, for development. */
  keyFile: file.optional(),
  /** Symbol or address of the payment token. */
  token: z.string().optional(),
});

export type Settings = z.infer<typeof settingsSchema>;
export type SettingName = keyof Settings;

export const settingNames = Object.keys(settingsSchema.shape) as SettingName[];

/** Of this folder; `millrace init` writes it. */
export const settingsFile = ".millrace/cli.json";

type Environment = Readonly<Record<string, string | undefined>>;

/** `keyFile` is `MILLRACE_KEY_FILE` in the environment and `--key-file` on the command line. */
export function environmentName(setting: SettingName): string {
  const name = setting === "rpc" ? "rpcUrl" : setting === "relayer" ? "relayerUrl" : setting;
  return `MILLRACE_${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}

/**
 * Options win over the environment, the environment over the settings file.
 * @throws MillraceError `bad-setting`
 */
export function loadSettings(options: Settings, environment: Environment, source = settingsFile): Settings {
  const fromEnvironment = Object.fromEntries(
    settingNames.map((name) => [name, environment[environmentName(name)]]).filter(([, value]) => value),
  );
  const given = Object.fromEntries(settingNames.map((name) => [name, options[name]]).filter(([, value]) => value));
  const parsed = settingsSchema.safeParse({ ...readSettingsFile(source), ...fromEnvironment, ...given });
  if (parsed.success) return parsed.data;
  throw new MillraceError("A setting is wrong.", {
    code: "bad-setting",
    found: parsed.error.issues.map(({ path, message }) => `${path.join(".") || source}: ${message}`).join("; "),
    next: "Correct the option, the MILLRACE_ variable or the settings file; `millrace init --help` lists them.",
  });
}

/** What is in the settings file now; nothing if there is none. @throws MillraceError `bad-setting` */
export function readSettingsFile(source: string): Record<string, unknown> {
  let text: string;
  try {
    text = readFileSync(source, "utf8");
  } catch {
    return {};
  }
  try {
    return settingsSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new MillraceError("The settings file cannot be used.", {
      code: "bad-setting",
      found: source,
      expected: `one JSON object with: ${settingNames.join(", ")}`,
      next: "Write it anew with `millrace init`, or delete it.",
      cause,
    });
  }
}
