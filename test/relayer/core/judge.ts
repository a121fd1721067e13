import { expect } from "chai";
import fc from "fast-check";
import { applyEvent, ChannelHistoryGap, type ChannelState, unsettled } from "../../../relayer/core/channel.ts";
import { judge } from "../../../relayer/core/judge.ts";
import type { SignedVoucher } from "../../../relayer/core/voucher.ts";

const id = `0x${"11".repeat(32)}` as const;
const someone = `0x${"22".repeat(20)}` as const;
const policy = { chainTime: 1_000, closeMarginSeconds: 60 };

const open: ChannelState = { phase: "open", deposited: 100n, settled: 20n, closesAt: 0, byAmount: false };

function voucher(cumulative: bigint): SignedVoucher {
  return { channelId: id, operator: someone, token: someone, signer: someone, salt: 1n, cumulative, signature: "0x" };
}

function verdictOf(
  cumulative: bigint,
  state: ChannelState | undefined = open,
  highest?: bigint,
  confirmedDeposit = 100n,
) {
  const known = {
    state,
    confirmedDeposit,
    highest: highest === undefined ? undefined : { cumulative: highest, signature: id },
  };
  const verdict = judge(voucher(cumulative), known, policy);
  return verdict.kind === "refused" ? verdict.refusal.code : verdict.kind;
}

describe("the judgement of a voucher", () => {
  it("goes by the higher of what is stored and what is settled", () => {
    expect(verdictOf(21n)).to.equal("store");
    expect(verdictOf(20n)).to.equal("duplicate");
    expect(verdictOf(19n)).to.equal("lower_cumulative");
    expect(verdictOf(50n, open, 50n)).to.equal("duplicate");
    expect(verdictOf(51n, open, 50n)).to.equal("store");
    expect(verdictOf(49n, open, 50n)).to.equal("lower_cumulative");
    // Someone else has settled more than we ever saw.
    expect(verdictOf(19n, open, 10n)).to.equal("lower_cumulative");
    expect(verdictOf(20n, open, 10n)).to.equal("duplicate");
  });

  it("takes the whole deposit and not a unit more, and only as much of it as is deep enough", () => {
    expect(verdictOf(100n)).to.equal("store");
    expect(verdictOf(101n)).to.equal("over_deposit");
    expect(verdictOf(60n, open, undefined, 59n)).to.equal("over_deposit");
    expect(verdictOf(59n, open, undefined, 59n)).to.equal("store");
  });

  it("takes vouchers of a closing channel while there is time to settle them", () => {
    expect(verdictOf(30n, { ...open, phase: "closing", closesAt: 1_061 })).to.equal("store");
    expect(verdictOf(30n, { ...open, phase: "closing", closesAt: 1_060 })).to.equal("close_too_near");
    expect(verdictOf(30n, { ...open, phase: "closed", deposited: 20n })).to.equal("channel_closed");
  });

  it("takes none of a channel that is unknown or by amount", () => {
    expect(verdictOf(30n, { ...open, byAmount: true })).to.equal("channel_by_amount");
    const verdict = judge(voucher(30n), { state: undefined, confirmedDeposit: 0n, highest: undefined }, policy);
    expect(verdict).to.deep.equal({
      kind: "refused",
      refusal: { code: "unknown_channel", channelId: id, signer: someone },
    });
  });

  it("stores a voucher only if it raises what can be paid", () => {
    const amounts = fc.bigInt({ min: 0n, max: 200n });
    fc.assert(
      fc.property(amounts, amounts, amounts, amounts, (cumulative, deposited, settled, highest) => {
        const state = { ...open, deposited, settled: settled > deposited ? deposited : settled };
        if (verdictOf(cumulative, state, highest, deposited) !== "store") return;
        expect(cumulative > highest && cumulative <= deposited && unsettled(state, cumulative) > 0n).to.equal(true);
      }),
    );
  });
});

describe("a channel, event by event", () => {
  const identity = {
    payer: someone,
    controller: `0x${"00".repeat(20)}`,
    operator: someone,
    token: someone,
    signer: someone,
    nonce: 1n,
  } as const;
  const at = { channelId: id, blockNumber: 1, txHash: id } as const;

  it("lives from its opening to its close", () => {
    let state: ChannelState | undefined;
    state = applyEvent(state, { ...at, kind: "opened", identity, deposited: 50n });
    state = applyEvent(state, { ...at, kind: "toppedUp", deposited: 80n });
    state = applyEvent(state, { ...at, kind: "settled", settled: 30n });
    state = applyEvent(state, { ...at, kind: "closeRequested", closesAt: 99 });
    expect(state).to.deep.equal({ phase: "closing", deposited: 80n, settled: 30n, closesAt: 99, byAmount: false });
    state = applyEvent(state, { ...at, kind: "closed", settled: 35n });
    expect(state).to.deep.equal({ phase: "closed", deposited: 35n, settled: 35n, closesAt: 99, byAmount: false });
  });

  it("is by amount when its controller is its signer", () => {
    const controlled = { ...identity, controller: someone };
    expect(applyEvent(undefined, { ...at, kind: "opened", identity: controlled, deposited: 0n }).byAmount).to.equal(
      true,
    );
  });

  it("cannot begin in the middle", () => {
    expect(() => applyEvent(undefined, { ...at, kind: "settled", settled: 1n })).to.throw(ChannelHistoryGap);
  });
});
