import type { Command } from "commander";
import type { Address } from "viem";
import { erc20PermitAbi } from "../../sdk/abi/erc20-permit.ts";
import { answer } from "../answer.ts";
import { type ChannelFacts, readChannelFacts } from "../channel-facts.ts";
import type { Context } from "../context.ts";
import { duration, money, percent, short, time } from "../output/format.ts";
import { type Fact, factsText, tableText } from "../output/layout.ts";
import type { Report, Table } from "../output/report.ts";
import { ownChannels, pickChannel } from "../pick-channel.ts";

export function addStatus(program: Command): void {
  program
    .command("status")
    .summary("what you have, what you earn, and your channels; or everything about one")
    .argument("[channel]", "id or its beginning")
    .action(
      answer(["csv"], (context, [id]: [string | undefined]) =>
        id === undefined ? overview(context) : oneChannel(context, id),
      ),
    );
}

async function overview(context: Context): Promise<Report> {
  const { client, token, reader, self } = context;
  const me = self();
  const [gas, wallet, free, { net }, openings] = await Promise.all([
    client.getBalance({ address: me }),
    client.readContract({ address: token.address, abi: erc20PermitAbi, functionName: "balanceOf", args: [me] }),
    reader.freeBalance(me, token.address),
    reader.earnings(me, token.address),
    ownChannels(context),
  ]);
  const channels = await Promise.all(openings.map((opening) => readChannelFacts(context, opening)));
  const here = channels.filter(({ opening }) => opening.terms.token === token.address);
  // What is signed for but not settled yet, up to the deposit: it will be paid, only not yet.
  const toCome = here
    .filter(({ opening, phase }) => opening.terms.operator === me && phase !== "closed")
    .reduce((sum, { state, owed }) => sum + (owed < state.deposited ? owed : state.deposited) - state.settled, 0n);
  const facts: Fact[] = [
    ["account", me],
    ["gas money", `${Number(gas / 10n ** 12n) / 10 ** 6} ETH`],
    ["wallet", money(wallet, token)],
    ["free balance", money(free, token)],
    ["earned, can be withdrawn", money(net, token)],
    ["earned, not settled yet", `${money(toCome, token)} before fees`],
  ];
  const table = channelTable(context, here, me);
  const list = here.length === 0 ? "  No channels yet." : tableText(table);
  return {
    json: { account: me, gas, wallet, free, earnings: net, unsettled: toCome, channels: here.map(channelInJson) },
    text: `${factsText(facts)}\n\n${list}`,
    table,
  };
}

function channelTable({ token }: Context, channels: readonly ChannelFacts[], me: Address): Table {
  const columns = ["channel", "with", "you", "state", "deposited", "signed", "settled", "left"];
  const rows = channels.map(({ opening, state, phase, owed, left }) => {
    const isPayer = opening.terms.payer === me;
    const amounts = [state.deposited, owed, state.settled, left].map(
      (amount) => money(amount, token).split(" ")[0] ?? "",
    );
    const other = short(isPayer ? opening.terms.operator : opening.terms.payer);
    return [short(opening.channelId), other, isPayer ? "pay" : "earn", phase, ...amounts];
  });
  return { columns, rows };
}

async function oneChannel(context: Context, id: string): Promise<Report> {
  const { client, token } = context;
  const facts = await readChannelFacts(context, await pickChannel(context, id));
  const { opening, state, relayed, phase, owed, left } = facts;
  const { timestamp } = await client.getBlock();
  const wait = state.closesAt > timestamp ? `, in ${duration(state.closesAt - timestamp)}` : "";
  const shown: Fact[] = [
    ["channel", opening.channelId],
    ["state", phase],
    ["payer", opening.terms.payer],
    ["operator", opening.terms.operator],
    ["signer", opening.terms.signer],
    ["nonce", String(opening.terms.nonce)],
    ["deposited", money(state.deposited, token)],
    ["signed for", relayed?.highest === undefined ? "the relayer knows of nothing" : money(owed, token)],
    ["settled", money(state.settled, token)],
    ["left to sign for", money(left, token)],
    ["protocol fee", percent(state.feeBps)],
    state.closing
      ? ["can be closed", `from ${time(state.closesAt)}${wait}`]
      : ["challenge period", duration(state.challengeSeconds)],
  ];
  if (relayed?.setAside) shown.push(["relayer set it aside", relayed.setAside.reason]);
  return { json: channelInJson(facts), text: factsText(shown) };
}

function channelInJson({ opening, state, relayed, owed, left, phase }: ChannelFacts) {
  return { channelId: opening.channelId, terms: opening.terms, phase, ...state, signed: owed, left, relayer: relayed };
}
