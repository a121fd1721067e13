// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IDisputes} from "../../../contracts/interfaces/IDisputes.sol";
import {ILeases} from "../../../contracts/interfaces/ILeases.sol";
import {IStaking} from "../../../contracts/interfaces/IStaking.sol";
import {Dice} from "../../support/Random.sol";
import {LeaseModel} from "./LeaseModel.sol";

/// @title Moves that mostly succeed
/// @dev In a file of tests, as the runner calls only contracts that it has an artifact of.
contract BoundedLeases {
    uint256 private constant MILL = 1e18;
    uint256 private constant MOVES_A_CALL = 9;

    LeaseModel private model;
    uint256 private _lives;

    constructor(LeaseModel model_) {
        model = model_;
    }

    function move(uint256 seed) external {
        Dice memory dice = Dice(seed);
        for (uint256 i; i < MOVES_A_CALL; ++i) {
            if (dice.chance(30)) model.pass(dice.below(dice.chance(80) ? 1 hours : 2 days));
            uint256 roll = dice.below(100);
            if (roll < 24) _open(dice);
            else if (roll < 66) _step(dice);
            else if (roll < 72) _voucher(dice);
            else if (roll < 84) _dispute(dice);
            else if (roll < 92) _stake(dice);
            else if (roll < 95) _node(dice);
            else _govern(dice);
        }
    }

    /// @notice The whole life of one lease, so that every run gets to the end of some: a dispute in every fourth.
    function live(uint256 seed) external {
        // The runner likes to give the same seed again, which would lead every lease the same way.
        Dice memory dice = Dice(uint256(keccak256(abi.encode(seed, ++_lives))));
        // Else a run that begins with a pause may open nothing before it ends.
        model.passPause();
        // Else a run that soon has as many leases as the model keeps, all of them too late to start, does nothing more.
        if (model.full()) _endAll();
        uint256 before = model.opened();
        for (uint256 tries; tries < 3 && model.opened() == before; ++tries) _open(dice);
        // Else a run in which all nodes are those of an operator that has taken its stake out opens nothing more.
        if (model.opened() == before) _cover();
        for (uint256 tries; tries < 3 && model.opened() == before; ++tries) _open(dice);
        if (model.opened() == before) return;
        uint256 i = model.last();
        address sender = model.STRANGER();
        if (dice.chance(15)) {
            if (dice.chance(50)) model.step(i, LeaseModel.Step.Cancel, 0, sender);
            else {
                model.pass(2 days);
                model.step(i, LeaseModel.Step.NoShow, 0, sender);
            }
        } else {
            model.step(i, LeaseModel.Step.Start, 0, sender);
            for (uint256 steps; steps < 4; ++steps) {
                model.pass(dice.below(30 minutes));
                _run(dice, i, model.slotAt(i), sender);
            }
        }
        if (model.slotAt(i).state == ILeases.State.Running) {
            if (model.time() < model.slotAt(i).endsAt) model.pass(model.slotAt(i).endsAt - model.time());
            model.step(i, LeaseModel.Step.Complete, 0, sender);
        }
        bool disputed = dice.chance(25) && model.accuse(i, dice.below(4));
        for (uint256 steps; disputed && steps < 5; ++steps) _judge(dice, model.disputes().lastDisputeId());
        if (dice.chance(80)) model.pass(8 days);
        model.step(i, LeaseModel.Step.Finalize, 0, sender);
        model.closeChannel(i);
    }

    /// @dev What anybody can end by time alone, ends.
    function _endAll() private {
        address sender = model.STRANGER();
        model.pass(2 days);
        for (uint256 i; i < model.count(); ++i) {
            ILeases.State state = model.slotAt(i).state;
            if (state == ILeases.State.Open) model.step(i, LeaseModel.Step.NoShow, 0, sender);
            else if (state == ILeases.State.Running) model.step(i, LeaseModel.Step.Complete, 0, sender);
        }
        model.pass(8 days);
        for (uint256 i; i < model.count(); ++i) {
            model.step(i, LeaseModel.Step.Finalize, 0, sender);
            model.closeChannel(i);
        }
    }

    /// @dev Whoever's stake does not cover its nodes and the largest bond that is offered adds what is missing.
    function _cover() private {
        for (uint256 o; o < model.OPERATORS(); ++o) {
            address operator = model.operator(o);
            uint256 wanted = model.nodes().capacity(operator).requiredStake + 2_000 * MILL;
            uint256 free = model.staking().freeStake(operator);
            if (free < wanted) model.onStaking(operator, abi.encodeCall(IStaking.stake, (wanted - free)));
        }
    }

    function _open(Dice memory dice) private {
        if (model.full() || model.nodeCount() == 0) return;
        uint256 n = dice.below(model.nodeCount());
        uint32 duration = uint32(dice.between(600, 12 hours));
        uint32 units = uint32(dice.between(1, 1500));
        model.open(n, dice.below(model.BUYERS()), units, duration, dice.next());
    }

    function _step(Dice memory dice) private {
        if (model.count() == 0) return;
        uint256 i = dice.below(model.count());
        ILeases.Lease memory s = model.slotAt(i);
        address sender = dice.chance(50) ? model.STRANGER() : model.buyer(0);
        if (s.state == ILeases.State.Open) {
            uint256 roll = dice.below(10);
            if (roll < 7) model.step(i, LeaseModel.Step.Start, 0, sender);
            else if (roll < 8) model.step(i, LeaseModel.Step.Cancel, 0, sender);
            else {
                if (dice.chance(70)) model.pass(2 hours);
                model.step(i, LeaseModel.Step.NoShow, 0, sender);
            }
        } else if (s.state == ILeases.State.Running) _run(dice, i, s, sender);
        else if (s.state == ILeases.State.Ended) {
            if (dice.chance(50)) model.pass(4 days);
            model.step(i, LeaseModel.Step.Finalize, 0, sender);
        }
    }

    function _run(Dice memory dice, uint256 i, ILeases.Lease memory s, address sender) private {
        if (s.state != ILeases.State.Running) return;
        uint256 roll = dice.below(20);
        if (roll < 4) model.step(i, LeaseModel.Step.Settle, 0, sender);
        else if (roll < 6) model.step(i, LeaseModel.Step.Stop, 0, sender);
        else if (roll < 8) model.step(i, LeaseModel.Step.Abandon, 0, sender);
        else if (roll < 9) model.step(i, LeaseModel.Step.Reclaim, 0, sender);
        else if (roll < 11) model.step(i, LeaseModel.Step.Release, 0, sender);
        else if (roll < 13) model.step(i, LeaseModel.Step.Extend, dice.below(2 hours), sender);
        else if (roll < 16) {
            uint256 from = uint256(s.startedAt) + s.outageReportedSeconds;
            if (model.time() <= from) return;
            model.step(i, LeaseModel.Step.Outage, 1 + dice.below(1 + (model.time() - from) / 4), sender);
        } else {
            if (dice.chance(70) && model.time() < s.endsAt) model.pass(s.endsAt - model.time());
            model.step(i, LeaseModel.Step.Complete, 0, sender);
        }
    }

    function _voucher(Dice memory dice) private {
        if (model.count() == 0) return;
        uint256 i = dice.below(model.count());
        if (dice.chance(50)) model.voucher(i, dice.below(20_000_000));
        else model.closeChannel(i);
    }

    function _dispute(Dice memory dice) private {
        uint256 last = model.disputes().lastDisputeId();
        if (last < model.MOST_DISPUTES() && model.count() != 0 && dice.chance(35)) {
            model.accuse(dice.below(model.count()), dice.below(4));
            return;
        }
        if (last != 0) _judge(dice, last - dice.below(last < 3 ? last : 3));
    }

    function _judge(Dice memory dice, uint256 id) private {
        IDisputes.Dispute memory d = model.disputes().dispute(id);
        if (d.state == IDisputes.State.Ended) {
            model.payOut(id, model.STRANGER());
            model.onStaking(d.challenger, abi.encodeCall(IStaking.withdrawCredit, ()));
            return;
        }
        if (d.state == IDisputes.State.Open && dice.chance(80)) model.answer_(id);
        else if (d.state == IDisputes.State.Answered && dice.chance(80)) model.rule(id, dice.below(3));
        else if (d.state == IDisputes.State.Ruled && dice.chance(50)) model.appeal(id);
        else if (d.state == IDisputes.State.Appealed && dice.chance(70)) model.rule(id, dice.below(3));
        else {
            if (dice.chance(70) && d.deadline > model.time()) model.pass(d.deadline - model.time());
            model.execute(id, model.STRANGER());
        }
    }

    function _stake(Dice memory dice) private {
        address operator = model.operator(dice.below(model.OPERATORS()));
        address delegator = model.buyer(dice.below(model.BUYERS()));
        uint256 roll = dice.below(7);
        uint256 amount = MILL + dice.below(3000 * MILL);
        if (roll == 0) model.onStaking(operator, abi.encodeCall(IStaking.stake, (amount)));
        else if (roll == 1) {
            amount = dice.below(model.staking().freeStake(operator) + 1);
            model.onStaking(operator, abi.encodeCall(IStaking.requestThaw, (amount)));
        } else if (roll == 2) {
            if (dice.chance(30)) model.pass(14 days);
            uint256 made = model.staking().thawsOf(operator);
            if (made != 0) model.onStaking(operator, abi.encodeCall(IStaking.withdraw, (dice.below(made))));
        } else if (roll == 3) {
            model.onStaking(delegator, abi.encodeCall(IStaking.delegate, (operator, amount, 0)));
        } else if (roll == 4) {
            (uint256 shares, ) = model.staking().delegationOf(operator, delegator);
            bytes memory data = abi.encodeCall(IStaking.requestUndelegate, (operator, dice.below(shares + 1)));
            model.onStaking(delegator, data);
        } else if (model.compensations() != 0) {
            if (dice.chance(30)) model.pass(14 days);
            uint256 id = 1 + dice.below(model.compensations());
            model.onStaking(model.STRANGER(), abi.encodeCall(IStaking.payCompensation, (id)));
        }
    }

    function _node(Dice memory dice) private {
        uint256 nodes = model.nodeCount();
        if (nodes > 1 && dice.chance(50)) model.retire(dice.below(nodes));
        else {
            uint256 o = dice.below(model.OPERATORS());
            model.register(o, dice.below(model.HARDWARE()), uint32(dice.between(1, 4000)));
        }
    }

    function _govern(Dice memory dice) private {
        bytes32[8] memory ids = [
            bytes32("noShowDelaySeconds"),
            "claimWindowSeconds",
            "noShowBps",
            "abandonFloorBps",
            "outageCompensation1Bps",
            "outageCompensation2Bps",
            "outageCompensation3Bps",
            "protocolFeeBps"
        ];
        uint256 which = dice.below(10);
        if (which < 2) {
            uint256 value = which == 0 ? dice.between(60, 1 days) : dice.between(1 days, 7 days);
            model.setParameter(ids[which], value);
        } else if (which < 7) model.setParameter(ids[which], dice.below(10_001));
        else if (which == 7) model.setParameter(ids[which], dice.below(1001));
        else if (which == 8) {
            model.setClass(uint96(dice.between(MILL / 10, 2 * MILL)), uint96(dice.between(1, MILL / 10)));
        } else if (dice.chance(10)) model.pauseAll();
    }
}
