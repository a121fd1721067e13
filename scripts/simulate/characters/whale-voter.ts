import { type Log, parseEventLogs, stringToHex } from "viem";
import { millGovernorAbi } from "../../../sdk/abi/mill-governor.ts";
import { parametersAbi } from "../../../sdk/abi/parameters.ts";
import { delegateVotes, governorCalls, setSetting } from "../../../sdk/governance-calls.ts";
import type { Proposal } from "../../../sdk/proposal.ts";
import type { Action } from "../chain.ts";
import { MILL } from "../economy.ts";
import type { Character, Moment, Scene } from "../scene.ts";
import { attend, newSeller } from "../seller.ts";
import { act } from "../stage.ts";
import type { Cast } from "./cast.ts";
import { reliable } from "./honest.ts";

const CLASS = 6;
/** More than a quorum: nobody else needs to agree. */
const FUNDS = 30_000_000n * MILL;
const STAKE = 5_000n * MILL;
/** From one proposal to the next. */
const EVERY_DAYS = 11;

/** Buys a majority of the votes and raises what stake earns as far and as often as the bounds allow, beside honest work. */
export function whaleVoter(scene: Scene): Cast {
  const { stage } = scene;
  const governor = stage.at("MillGovernor");
  const { seller, actions, register } = newSeller(scene, {
    ...{ classId: CLASS, gpus: 1, conduct: reliable, mill: FUNDS, staked: STAKE },
  });
  const { person } = seller;
  let proposal: (Proposal & { readonly id: bigint; readonly madeOn: number }) | undefined;

  async function propose(day: number): Promise<Action[]> {
    const id = stringToHex("maxYieldBps", { size: 32 });
    const parameters = stage.at("Parameters");
    const read = { address: parameters, abi: parametersAbi, args: [id] } as const;
    const { value, maximum, maxStep } = await stage.client.readContract({ ...read, functionName: "setting" });
    const wanted = value + maxStep > maximum ? maximum : value + maxStep;
    if (wanted === value) return [];
    const { to, data } = setSetting(parameters, id, wanted);
    const made: Proposal = {
      ...{ targets: [to], values: [0n], calldatas: [data] },
      description: `Let stake earn more, ${day}`,
    };
    return [
      act(person, "propose", governorCalls.propose(governor, made), {
        onMined: (logs) => {
          const [event] = parseEventLogs({ abi: millGovernorAbi, eventName: "ProposalCreated", logs: logs as Log[] });
          if (event !== undefined) proposal = { ...made, id: event.args.proposalId, madeOn: day };
        },
      }),
    ];
  }

  function go(day: number): Action[] {
    if (proposal === undefined) return [];
    const { id, madeOn } = proposal;
    if (day === madeOn + 2) {
      const ballot = { proposalId: id, support: "for", reason: "", params: "0x" } as const;
      return [act(person, "vote", governorCalls.castVote(governor, ballot))];
    }
    // A vote that a quorum reaches late is extended by two days.
    if (day === madeOn + 8) return [act(person, "queue", governorCalls.queue(governor, proposal))];
    if (day === madeOn + 10) {
      const call = governorCalls.execute(governor, proposal);
      proposal = undefined;
      return [act(person, "execute", call)];
    }
    return [];
  }

  const character: Character = {
    name: "whaleVoter",
    people: [person],
    act: async (moment: Moment) => {
      const { phase, day } = moment;
      const voting = phase !== "court" ? [] : day % EVERY_DAYS === 1 ? await propose(day) : go(day);
      return [...attend(scene, seller, moment), ...voting];
    },
  };
  return {
    character,
    sellers: [seller],
    enter: [...actions, act(person, "delegate votes", delegateVotes(stage.at("MillToken"), person.address))],
    register: async (now) => [await register(now)],
  };
}
