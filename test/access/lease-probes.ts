import { Leases__factory, Offers__factory } from "../../typechain-types/index.ts";
import { attestOutage } from "../support/attestations.ts";
import { DAY, HOUR, Kind, Metering, type OrderOptions, type Terms } from "../support/leasing.ts";
import { networkHelpers } from "../world.ts";
import type { LeaseAccessWorld } from "./lease-world.ts";
import type { Probe } from "./probe.ts";

type P = Probe<LeaseAccessWorld>;
const { time } = networkHelpers;

const offers =
  (args: (w: LeaseAccessWorld) => readonly unknown[] | Promise<readonly unknown[]>): P =>
  async (w) => ({ to: w.offers, args: await args(w) });
const leases =
  (args: (w: LeaseAccessWorld) => readonly unknown[] | Promise<readonly unknown[]>): P =>
  async (w) => ({ to: w.leases, args: await args(w) });

const SMALL: OrderOptions = { units: 100, durationSeconds: 10 * HOUR, nonce: 8n };

async function opened(w: LeaseAccessWorld): Promise<Terms> {
  return (await w.lease(SMALL)).terms;
}

async function after(w: LeaseAccessWorld, seconds: number, terms: Terms = w.terms): Promise<readonly [Terms]> {
  await time.increase(seconds);
  return [terms];
}

const OFFERS: Record<string, P> = {
  cancelOffer: offers(() => [1n]),
  cancelAllOffers: offers(() => []),
  setKey: offers((w) => [w.stranger.address, 1n]),
  take: offers(async (w) => {
    const { offer, signature, signer } = await w.order(SMALL);
    return [offer, signature, w.buyer.address, signer];
  }),
  wire: async (w) => ({
    to: await new Offers__factory(w.deployer).deploy(w.parties.wirer),
    args: [w.stranger.address],
  }),
};

const LEASES: Record<string, P> = {
  open: leases(async (w) => [await w.order(SMALL)]),
  start: leases(async (w) => [await opened(w)]),
  cancel: leases(async (w) => [await opened(w)]),
  reportNoShow: leases(async (w) => after(w, 2_400, await opened(w))),
  stop: leases((w) => [w.terms]),
  "extend: the buyer allowed nobody": leases((w) => [w.terms, HOUR]),
  "extend: the buyer allowed others": leases(async (w) => {
    await w.leases.connect(w.buyer).allowExtension(w.terms, 10n ** 12n, 2n ** 40n - 1n);
    return [w.terms, HOUR];
  }),
  allowExtension: leases((w) => [w.terms, 1n, 1n]),
  reclaim: leases(async (w) => {
    const { terms } = await w.running({ ...SMALL, offer: { kind: Kind.Spot, noticeSeconds: 600 } });
    return [terms];
  }),
  release: leases(async (w) => {
    const offer = { metering: Metering.ByVoucher, minSeconds: 0, graceSeconds: 600 };
    const { terms } = await w.running({ ...SMALL, signer: w.otherBuyer.address, offer });
    await w.leases.connect(w.operator).release(terms);
    return after(w, 600, terms);
  }),
  abandon: leases((w) => [w.terms]),
  reportOutage: leases(async (w) => {
    const { startedAt } = await w.leases.lease(w.id);
    await time.increase(HOUR);
    const outage = { leaseId: w.id, from: startedAt, to: startedAt + 60n };
    return [w.terms, outage, await attestOutage(w, outage)];
  }),
  complete: leases((w) => after(w, 10 * HOUR)),
  finalize: leases(async (w) => {
    await w.leases.connect(w.buyer).stop(w.terms);
    return after(w, 3 * DAY);
  }),
  settle: leases((w) => [w.terms]),
  markDisputed: leases((w) => [w.terms, w.buyer.address]),
  resolve: leases(async (w) => {
    await w.leases.connect(w.parties.disputes).markDisputed(w.terms, w.buyer);
    return [w.terms, true, false];
  }),
  multicall: leases((w) => [[w.leases.interface.encodeFunctionData("settle", [w.terms])]]),
  wire: async (w) => {
    const { parameters, escrow, nodes, staking, quality, attestors } = w;
    const peers = { parameters, escrow, offers: w.offers, nodes, staking, quality, attestors };
    return { to: await new Leases__factory(w.deployer).deploy(peers, w.parties.wirer), args: [w.stranger.address] };
  },
};

export const LEASE_PROBES = { Offers: OFFERS, Leases: LEASES };
