import { readFileSync } from "node:fs";
import type { z } from "zod";
import { MillraceError } from "../../sdk/error.ts";
import { environmentName, type Settings, settingsSchema } from "./settings.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Settings from the file that `MILLRACE_CONFIG` names, if it does, and from the environment, which wins.
 * @throws MillraceError `bad-setting`, naming each wrong setting, what was found and what is expected
 */
export function loadSettings(environment: Environment): Settings {
  const given = { ...fromFile(environment.MILLRACE_CONFIG), ...fromEnvironment(environment) };
  const parsed = settingsSchema.safeParse(given);
  if (!parsed.success) throw badSettings(parsed.error.issues, given);
  return parsed.data;
}

function fromEnvironment(environment: Environment): Record<string, unknown> {
  const given: Record<string, unknown> = {};
  for (const name of Object.keys(settingsSchema.shape)) {
    const value = environment[environmentName(name)];
    if (value !== undefined && value !== "") given[name] = value;
  }
  return given;
}

function fromFile(file: string | undefined): Record<string, unknown> {
  if (file === undefined || file === "") return {};
  try {
    const content: unknown = JSON.parse(readFileSync(file, "utf8"));
    if (typeof content === "object" && content !== null && !Array.isArray(content)) return { ...content };
    throw new Error("not an object");
  } catch (cause) {
    throw new MillraceError("The configuration file cannot be read.", {
      code: "bad-setting",
      found: `MILLRACE_CONFIG=${file}`,
      expected: "a file with one JSON object of settings",
      cause,
    });
  }
}

function badSettings(issues: readonly z.core.$ZodIssue[], given: Record<string, unknown>): MillraceError {
  const lines = issues.map((issue) => {
    if (issue.code === "unrecognized_keys") return `${issue.keys.join(", ")}: no such setting`;
    const name = String(issue.path[0]);
    const found = name in given ? JSON.stringify(given[name]) : "nothing";
    return `${environmentName(name)} (or ${name} in the configuration file): found ${found}, ${issue.message}`;
  });
  return new MillraceError("The relayer's settings are wrong; nothing was started.", {
    code: "bad-setting",
    found: lines.join("\n            "),
    expected: "the settings of relayer/config/settings.ts",
  });
}
