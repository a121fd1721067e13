import type { VerificationInput } from "./input.ts";

const HEAD = `#!/usr/bin/env bash
# One way to verify each contract is enough; the others are there for networks whose explorer is another one.
#
#   bash commands.sh hardhat     every explorer that hardhat-verify knows; run it in the checkout, with --network live
#                                configured and MILLRACE_ETHERSCAN_KEY in Hardhat's keystore or the environment
#   bash commands.sh sourcify    SOURCIFY_URL, by default https://sourcify.dev/server
#   bash commands.sh etherscan   ETHERSCAN_KEY; ETHERSCAN_URL, by default https://api.etherscan.io/v2/api
#   bash commands.sh blockscout  BLOCKSCOUT_URL, the address of the network's Blockscout
set -euo pipefail
here="$(cd "$(dirname "\${BASH_SOURCE[0]}")" && pwd)"
`;

/** A script that hands the written inputs to explorers. It holds no key and sends nothing by itself. */
export function commandsText(inputs: readonly VerificationInput[]): string {
  const cases = [
    ["hardhat", hardhat],
    ["sourcify", sourcify],
    ["etherscan", etherscan],
    ["blockscout", blockscout],
  ] as const;
  const branches = cases.map(([name, command]) => `  ${name})\n${inputs.map(command).join("")}    ;;\n`);
  return `${HEAD}\ncase "\${1:-}" in\n${branches.join("")}  *) sed -n '2,9p' "\${BASH_SOURCE[0]}" >&2; exit 2 ;;\nesac\n`;
}

function hardhat({ name, address, fullName }: VerificationInput): string {
  // The plugin names files as people do, without the folder that the compiler's input puts them in.
  const contract = fullName.replace(/^project\//, "");
  return `    node scripts/boot.mjs hardhat verify --network live --contract ${contract} --constructor-args-path "$here/${name}/arguments.mjs" ${address}\n`;
}

function sourcify({ name, address, chainId }: VerificationInput): string {
  const url = `\${SOURCIFY_URL:-https://sourcify.dev/server}/v2/verify/${chainId}/${address}`;
  return `    curl --fail-with-body -sS "${url}" -H 'content-type: application/json' --data @"$here/${name}/sourcify.json"; echo\n`;
}

function etherscan({ name, address, chainId, fullName, compiler, encodedArguments }: VerificationInput): string {
  const url = `\${ETHERSCAN_URL:-https://api.etherscan.io/v2/api}?chainid=${chainId}`;
  const fields = {
    ...{ module: "contract", action: "verifysourcecode", codeformat: "solidity-standard-json-input" },
    ...{ contractaddress: address, contractname: fullName, compilerversion: compiler },
    constructorArguments: encodedArguments,
  };
  const data = Object.entries(fields).map(([field, value]) => `--data-urlencode '${field}=${value}'`);
  return `    curl --fail-with-body -sS "${url}" --data-urlencode "apikey=$ETHERSCAN_KEY" ${data.join(" ")} --data-urlencode "sourceCode@$here/${name}/input.json"; echo\n`;
}

function blockscout({ name, address, fullName, compiler, encodedArguments }: VerificationInput): string {
  const url = `$BLOCKSCOUT_URL/api/v2/smart-contracts/${address}/verification/via/standard-input`;
  const fields = {
    ...{ compiler_version: compiler, contract_name: fullName, license_type: "mit" },
    ...{ autodetect_constructor_args: "false", constructor_args: encodedArguments },
  };
  const data = Object.entries(fields).map(([field, value]) => `-F '${field}=${value}'`);
  return `    curl --fail-with-body -sS "${url}" ${data.join(" ")} -F "files[0]=@$here/${name}/input.json;type=application/json"; echo\n`;
}
