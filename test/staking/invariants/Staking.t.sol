// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IStaking} from "../../../contracts/interfaces/IStaking.sol";
import {Check} from "../../support/Check.sol";
import {BoundedMoves} from "./BoundedMoves.t.sol";
import {StakingModel} from "./StakingModel.sol";
import {UnboundedMoves} from "./UnboundedMoves.t.sol";

/// @title The invariants of stake, after any moves of operators, delegators, leases and disputes
contract StakingInvariants is Check {
    StakingModel private model;
    BoundedMoves private bounded;
    UnboundedMoves private unbounded;

    function setUp() external {
        model = new StakingModel();
        bounded = new BoundedMoves(model);
        unbounded = new UnboundedMoves(model);
    }

    function targetContracts() external view returns (address[] memory targets) {
        // The model itself is not called by the runner.
        targets = new address[](2);
        (targets[0], targets[1]) = (address(bounded), address(unbounded));
    }

    function invariant_04_stakingHoldsExactlyWhatItOwes() external view {
        same(model.balance(), model.owed(), "MILL held, and what is owed part by part");
        same(model.target().uncredited(), 0, "minted and not credited");
    }

    function invariant_05_liveBondsNeverExceedOwnStakeThatIsNotThawing() external view {
        for (uint256 i; i < model.OPERATORS(); ++i) {
            address operator = model.actor(i);
            IStaking.OperatorStake memory s = model.target().operatorStake(operator);
            atMost(s.bonded, s.own, "bonded");
            atMost(model.liveBonds(operator), s.bonded, "live bonds");
        }
    }

    function invariant_06_lockedOrFrozenStakeCannotLeave() external view {
        _unbroken(6);
        same(bytes32(unbounded.trespassed()), bytes32(0), "a call that is not for everybody");
    }

    function invariant_07_aSharesPriceFallsOnlyByASlashAndNoMoverBecomesRicher() external view {
        _unbroken(7);
    }

    function invariant_12_slashesTakeOwnStakeFirstWithinBoundsAndPayExactlyWhatTheyTook() external view {
        _unbroken(12);
    }

    /// @dev A run in which few kinds of move ever succeeded has tested nothing. Not all need to: a slash is booked and paid
    /// out only after a chain of lucky draws, which a short run may lack.
    function afterInvariant() external view {
        bytes4[14] memory moves = [
            IStaking.stake.selector,
            IStaking.requestThaw.selector,
            IStaking.withdraw.selector,
            IStaking.delegate.selector,
            IStaking.requestUndelegate.selector,
            IStaking.withdrawDelegation.selector,
            IStaking.addRewards.selector,
            IStaking.lock.selector,
            IStaking.unlock.selector,
            IStaking.compensate.selector,
            IStaking.freeze.selector,
            IStaking.release.selector,
            IStaking.book.selector,
            IStaking.payOut.selector
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
