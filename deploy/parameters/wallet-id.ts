/** How a locked share's wallet is named: `team and backers` → `TeamAndBackers`. */
export function walletId(holder: string): string {
  const words = holder.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}
