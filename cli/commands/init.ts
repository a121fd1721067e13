import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Command } from "commander";
import { loadDeployment } from "../../sdk/deployment.ts";
import { answerOffline } from "../answer.ts";
import { factsText } from "../output/layout.ts";
import { toJson } from "../output/print.ts";
import { readSettingsFile, type Settings, settingNames, settingsFile } from "../settings.ts";

export function addInit(program: Command): void {
  program
    .command("init")
    .summary("remember where chain, contracts, relayer and key are")
    .description(
      `Writes the settings that are given to ${settingsFile} of this folder, beside those that are there already. ` +
        "Options and MILLRACE_ variables still win over it.",
    )
    .action(answerOffline((_, options) => remember(options)));
}

/** Add settings to the settings file. Paths become absolute, so that they hold from anywhere. */
export async function remember(given: Settings) {
  const files: readonly string[] = ["deployment", "keystore", "passwordFile", "keyFile"];
  const named = settingNames.flatMap((name) => {
    const value = given[name];
    return value === undefined ? [] : [[name, files.includes(name) ? path.resolve(value) : value] as const];
  });
  const settings = { ...readSettingsFile(settingsFile), ...Object.fromEntries(named) };
  if (typeof settings.deployment === "string") await loadDeployment(settings.deployment);
  await mkdir(path.dirname(settingsFile), { recursive: true });
  await writeFile(settingsFile, `${toJson(settings)}\n`, { mode: 0o600 });
  const facts = Object.entries(settings).map(([name, value]) => [name, String(value)] as const);
  return { json: settings, text: `${factsText(facts)}\n\nRemembered in ${settingsFile}.` };
}
