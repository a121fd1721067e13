// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IDisputes} from "../../../contracts/interfaces/IDisputes.sol";
import {IEscrow} from "../../../contracts/interfaces/IEscrow.sol";
import {ILeases} from "../../../contracts/interfaces/ILeases.sol";
import {INodes} from "../../../contracts/interfaces/INodes.sol";
import {IParameters} from "../../../contracts/interfaces/IParameters.sol";
import {IStaking} from "../../../contracts/interfaces/IStaking.sol";
import {VM} from "../../support/Cheats.sol";
import {Check} from "../../support/Check.sol";
import {BoundedLeases} from "./BoundedLeases.t.sol";
import {LeaseModel} from "./LeaseModel.sol";
import {UnboundedLeases} from "./UnboundedLeases.t.sol";

/// @title The invariants of leases, nodes and disputes with the stake behind them, on all the real contracts
/// @dev Fewer and shorter runs than elsewhere, since each call here makes about ten moves on ten contracts.
contract LeasesInvariants is Check {
    /// @dev What rounding may leave in pools that everybody has left, MILL's smallest unit.
    uint256 private constant DUST = 1e9;

    LeaseModel private model;
    BoundedLeases private bounded;
    UnboundedLeases private unbounded;

    function setUp() external {
        model = new LeaseModel();
        bounded = new BoundedLeases(model);
        unbounded = new UnboundedLeases(model);
    }

    function targetContracts() external view returns (address[] memory targets) {
        // The model itself is not called by the runner.
        targets = new address[](2);
        (targets[0], targets[1]) = (address(bounded), address(unbounded));
    }

    /// hardhat-config: invariant.runs = 8
    /// hardhat-config: invariant.depth = 48
    function invariant_06_stakeOfALeaseThatIsNotFinalOrThatIsDisputedCannotLeave() external view {
        _unbroken(6);
        same(bytes32(unbounded.trespassed()), bytes32(0), "a call that is not for its sender");
        for (uint256 o; o < model.OPERATORS(); ++o) {
            address operator = model.operator(o);
            uint256 required;
            uint256 bonds;
            for (uint256 i; i < model.count(); ++i) {
                ILeases.Terms memory t = model.termsAt(i);
                if (t.offer.operator != operator || model.slotAt(i).state == ILeases.State.Final) continue;
                required += uint256(t.units) * t.bound.requiredStakePerUnit;
                bonds += model.bondAt(i);
            }
            IStaking.OperatorStake memory s = model.staking().operatorStake(operator);
            same(s.locked, required, "locked");
            atMost(bonds, s.bonded, "bonds of leases");
        }
    }

    /// hardhat-config: invariant.runs = 4
    /// hardhat-config: invariant.depth = 32
    /// @dev A drill: the guardian pauses all it can, no arbitrator rules any more, and everybody leaves. Of every three
    /// leases one is brought to its end by its buyer alone, one by its operator, one by a stranger.
    function invariant_10_eachPartyOfALeaseGetsItsOwnByItsOwnCallsAndTimeAlone() external {
        _unbroken(10);
        uint256 state = VM.snapshotState();
        model.pauseAll();
        string memory stuck = _leave();
        VM.revertToState(state);
        check(bytes(stuck).length == 0, stuck);
    }

    function _leave() private returns (string memory stuck) {
        for (uint256 i; i < model.count(); ++i) {
            if (!_finish(i)) return "a lease cannot be made final";
        }
        for (uint256 o; o < model.OPERATORS(); ++o) {
            IStaking.OperatorStake memory s = model.staking().operatorStake(model.operator(o));
            if (s.bonded + s.locked != 0) return "a bond stayed";
        }
        for (uint256 n; n < model.nodeCount(); ++n) {
            if (model.nodes().node(model.known(n)).leasedUnits != 0) return "units stayed leased";
        }
        model.pass(60 days);
        for (uint256 i; i < model.count(); ++i) {
            if (!model.channelAt(i).closed && !model.closeChannel(i)) return "a channel cannot be closed";
        }
        stuck = _takeMill();
        return bytes(stuck).length == 0 ? _takeDollars() : stuck;
    }

    /// @dev Each state's exit, by one party alone.
    function _finish(uint256 i) private returns (bool) {
        ILeases.Terms memory t = model.termsAt(i);
        address[3] memory parties = [t.buyer, t.offer.operator, model.STRANGER()];
        address party = parties[i % 3];
        for (uint256 steps; steps < 4; ++steps) {
            ILeases.Lease memory s = model.slotAt(i);
            if (s.state == ILeases.State.Final) return true;
            if (s.state == ILeases.State.Open) {
                _passTo(uint256(t.bound.openedAt) + t.offer.startWindowSeconds + t.bound.noShowDelaySeconds);
                model.step(i, LeaseModel.Step.NoShow, 0, party);
            } else if (s.state == ILeases.State.Running) {
                _passTo(s.endsAt);
                model.step(i, LeaseModel.Step.Complete, 0, party);
            } else if (s.claim == ILeases.Claim.Pending) {
                uint256 id = _disputeOf(model.idAt(i));
                _passTo(model.disputes().dispute(id).deadline);
                model.execute(id, party);
            } else {
                _passTo(uint256(s.endedAt) + t.bound.claimWindowSeconds);
                model.step(i, LeaseModel.Step.Finalize, 0, party);
            }
        }
        return model.slotAt(i).state == ILeases.State.Final;
    }

    function _takeMill() private returns (string memory) {
        IStaking staking = model.staking();
        // A ruling may book one and slash as much of what is pending in the same call, which looks like none.
        uint256 most = model.compensations() + model.disputes().lastDisputeId();
        for (uint256 id = 1; id <= most; ++id) {
            address owed = staking.compensation(id).buyer;
            if (owed == address(0)) continue;
            if (!model.onStaking(owed, abi.encodeCall(IStaking.payCompensation, (id)))) return "a compensation stayed";
        }
        for (uint256 id = 1; id <= model.disputes().lastDisputeId(); ++id) {
            IStaking.Slash memory s = staking.slash(id);
            if (s.state != IStaking.SlashState.Booked || s.paid == s.ownTaken + s.delegatedTaken) continue;
            if (!model.payOut(id, s.buyer)) return "a slash stayed";
        }
        // Anybody may have staked for itself, or delegated to an operator.
        address[5] memory all = _everybody();
        for (uint256 i; i < all.length; ++i) {
            uint256 own = staking.operatorStake(all[i]).own;
            if (own != 0 && !model.onStaking(all[i], abi.encodeCall(IStaking.requestThaw, (own)))) return "own stake";
            for (uint256 o; o < model.OPERATORS(); ++o) {
                (uint256 shares, ) = staking.delegationOf(model.operator(o), all[i]);
                bytes memory data = abi.encodeCall(IStaking.requestUndelegate, (model.operator(o), shares));
                if (shares != 0 && !model.onStaking(all[i], data)) return "a delegation";
            }
        }
        model.pass(14 days);
        for (uint256 i; i < all.length; ++i) {
            if (!_withdrawAll(all[i])) return "a matured request stayed";
            _takeCredit(all[i]);
        }
        if (staking.disputeBonds() != 0) return "a bond of a dispute stayed";
        return model.mill().balanceOf(address(staking)) <= DUST ? "" : "MILL stayed behind";
    }

    function _withdrawAll(address account) private returns (bool) {
        IStaking staking = model.staking();
        for (uint256 j; j < staking.thawsOf(account); ++j) {
            if (staking.thawOf(account, j).maturesAt == 0) continue;
            if (!model.onStaking(account, abi.encodeCall(IStaking.withdraw, (j)))) return false;
        }
        for (uint256 o; o < model.OPERATORS(); ++o) {
            address operator = model.operator(o);
            for (uint256 j; j < staking.undelegationsOf(operator, account); ++j) {
                if (staking.undelegationOf(operator, account, j).maturesAt == 0) continue;
                bytes memory data = abi.encodeCall(IStaking.withdrawDelegation, (operator, j, 0));
                if (!model.onStaking(account, data)) return false;
            }
        }
        return true;
    }

    function _everybody() private view returns (address[5] memory) {
        return [model.operator(0), model.operator(1), model.buyer(0), model.buyer(1), model.STRANGER()];
    }

    function _takeCredit(address account) private {
        if (model.staking().creditOf(account) == 0) return;
        model.onStaking(account, abi.encodeCall(IStaking.withdrawCredit, ()));
    }

    function _takeDollars() private returns (string memory) {
        IEscrow escrow = model.escrow();
        address usd = address(model.usd());
        model.collectFees();
        for (uint256 o; o < model.OPERATORS(); ++o) {
            (uint256 net, ) = escrow.earnings(model.operator(o), usd);
            if (net == 0) continue;
            if (!model.onEscrow(model.operator(o), abi.encodeCall(IEscrow.withdrawEarnings, (usd)))) return "earnings";
        }
        address[4] memory all = [model.buyer(0), model.buyer(1), model.operator(0), model.operator(1)];
        for (uint256 i; i < all.length; ++i) {
            uint256 free = escrow.freeBalance(all[i], usd);
            bytes memory data = abi.encodeCall(IEscrow.withdraw, (usd, free, all[i]));
            if (free != 0 && !model.onEscrow(all[i], data)) return "a free balance stayed";
        }
        return model.usd().balanceOf(address(escrow)) == 0 ? "" : "dollars stayed behind";
    }

    function _disputeOf(bytes32 leaseId) private view returns (uint256 id) {
        IDisputes disputes = model.disputes();
        for (id = disputes.lastDisputeId(); id != 0; --id) {
            if (disputes.dispute(id).leaseId == leaseId) break;
        }
    }

    function _passTo(uint256 timestamp) private {
        if (timestamp > model.time()) model.pass(timestamp - model.time());
    }

    /// hardhat-config: invariant.runs = 8
    /// hardhat-config: invariant.depth = 48
    function invariant_11_noParameterChangeAltersWhatAnOpenLeasePays() external view {
        _unbroken(11);
    }

    /// hardhat-config: invariant.runs = 8
    /// hardhat-config: invariant.depth = 48
    function invariant_12_disputesSlashOnlyWhatWasRuledWithinBoundsAndNeverEnrichTheirParties() external view {
        _unbroken(12);
        IStaking staking = model.staking();
        uint256 bonds;
        for (uint256 id = 1; id <= model.disputes().lastDisputeId(); ++id) {
            IDisputes.Dispute memory d = model.disputes().dispute(id);
            IStaking.Slash memory s = staking.slash(id);
            bool ended = d.state == IDisputes.State.Ended;
            if (!ended) bonds += d.bond + d.appealBond;
            bool proven = ended && d.verdict == IDisputes.Verdict.Upheld;
            same(s.state == IStaking.SlashState.Booked, proven, "a slash without a ruling, or none with one");
            same(s.state == IStaking.SlashState.Frozen, !ended, "frozen exactly as long as the dispute is open");
            // A pool of which less than 1 MILL were left ends with the slash.
            atMost(s.ownTaken, s.ownPart + 1e18, "taken of own stake");
            atMost(s.delegatedTaken, s.delegatedPart + 2e18, "taken of delegated stake");
            atMost(s.paid, s.ownTaken + s.delegatedTaken, "paid");
        }
        same(staking.disputeBonds(), bonds, "bonds of open disputes");
        same(model.mill().balanceOf(address(staking)), model.owedByStaking(), "MILL held");
    }

    /// hardhat-config: invariant.runs = 8
    /// hardhat-config: invariant.depth = 48
    function invariant_13_leasedUnitsAreThoseOfLeasesAndAHardwareIdIsActiveOnce() external view {
        uint256[2] memory registered;
        uint256[2] memory leased;
        for (uint256 n; n < model.nodeCount(); ++n) {
            INodes.Node memory node = model.nodes().node(model.known(n));
            same(node.active, true, "active");
            atMost(node.leasedUnits, node.units, "leased units");
            same(node.leasedUnits, _unitsUnderLease(model.known(n)), "units under leases");
            uint256 o = node.operator == model.operator(0) ? 0 : 1;
            registered[o] += node.units;
            leased[o] += node.leasedUnits;
            same(model.nodes().nodeOfHardware(node.hardwareId), model.known(n), "the one node of a hardware id");
            for (uint256 m; m < n; ++m) {
                bytes32 other = model.nodes().node(model.known(m)).hardwareId;
                check(other != node.hardwareId, "a hardware id is active twice");
            }
        }
        for (uint256 o; o < 2; ++o) {
            INodes.Capacity memory capacity = model.nodes().capacity(model.operator(o));
            same(capacity.units, registered[o], "registered units");
            same(capacity.leasedUnits, leased[o], "leased units of an operator");
        }
    }

    function _unitsUnderLease(uint256 nodeId) private view returns (uint256 sum) {
        for (uint256 i; i < model.count(); ++i) {
            ILeases.Terms memory t = model.termsAt(i);
            ILeases.State state = model.slotAt(i).state;
            bool runs = state == ILeases.State.Open || state == ILeases.State.Running;
            if (runs && t.offer.nodeId == nodeId) sum += t.units;
        }
    }

    /// @dev A run in which few kinds of move ever succeeded has tested nothing. Not all need to: a slash is booked only
    /// after a chain of lucky draws, which a short run may lack.
    function afterInvariant() external view {
        bytes4[22] memory moves = [
            ILeases.open.selector,
            ILeases.start.selector,
            ILeases.cancel.selector,
            ILeases.reportNoShow.selector,
            ILeases.stop.selector,
            ILeases.abandon.selector,
            ILeases.complete.selector,
            ILeases.finalize.selector,
            ILeases.settle.selector,
            ILeases.reclaim.selector,
            ILeases.release.selector,
            ILeases.extend.selector,
            ILeases.reportOutage.selector,
            IEscrow.settle.selector,
            IEscrow.close.selector,
            IDisputes.open.selector,
            IDisputes.answer.selector,
            IDisputes.execute.selector,
            IStaking.requestThaw.selector,
            IStaking.payCompensation.selector,
            INodes.register.selector,
            IParameters.set.selector
        ];
        uint256 succeeded;
        for (uint256 i; i < moves.length; ++i) {
            if (model.done(moves[i]) != 0) ++succeeded;
        }
        if (succeeded < LEAST_KINDS) revert TooFewKindsSucceeded(succeeded, LEAST_KINDS);
    }

    uint256 private constant LEAST_KINDS = 8;

    error TooFewKindsSucceeded(uint256 kinds, uint256 least);

    function _unbroken(uint256 number) private view {
        string memory what = model.broken(number);
        check(bytes(what).length == 0, what);
    }
}
