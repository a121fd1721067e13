// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IStaking} from "../../../contracts/interfaces/IStaking.sol";
import {Dice} from "../../support/Random.sol";
import {StakingModel} from "./StakingModel.sol";

/// @title Moves that mostly succeed
/// @dev In a file of tests, as the runner calls only contracts that it has an artifact of.
contract BoundedMoves {
    address private constant LEASES = address(0x1ea5e5);
    address private constant DISPUTES = address(0xd15b07e5);
    uint256 private constant MILL = 1e18;
    uint256 private constant MOVES_A_CALL = 6;

    StakingModel private model;
    IStaking private staking;

    constructor(StakingModel model_) {
        model = model_;
        staking = model_.target();
    }

    function move(uint256 seed) external {
        Dice memory dice = Dice(seed);
        for (uint256 i; i < MOVES_A_CALL; ++i) {
            address operator = model.actor(dice.below(model.OPERATORS()));
            address account = model.actor(dice.below(model.ACTORS()));
            uint256 roll = dice.below(100);
            if (roll < 10) model.pass(dice.chance(50) ? dice.below(3 days) : 14 days);
            if (roll < 30) _own(dice, operator);
            else if (roll < 55) _delegation(dice, operator, account);
            else if (roll < 75) _lease(dice, operator, account);
            else if (roll < 95) _dispute(dice, operator, account);
            else model.act(address(model), operator, abi.encodeCall(IStaking.addRewards, (operator, _amount(dice))));
        }
    }

    function _own(Dice memory dice, address operator) private {
        uint256 roll = dice.below(4);
        uint256 free = staking.freeStake(operator);
        uint256 made = model.thaws(operator, address(0));
        if (roll < 2) _act(operator, operator, abi.encodeCall(IStaking.stake, (_amount(dice))));
        else if (roll == 2) _act(operator, operator, abi.encodeCall(IStaking.requestThaw, (_part(dice, free))));
        else _act(operator, operator, abi.encodeCall(IStaking.withdraw, (_recent(dice, made))));
    }

    function _delegation(Dice memory dice, address operator, address account) private {
        uint256 roll = dice.below(5);
        (uint256 shares, ) = staking.delegationOf(operator, account);
        uint256 index = _recent(dice, model.thaws(operator, account));
        if (roll < 2) {
            _act(account, operator, abi.encodeCall(IStaking.delegate, (operator, _amount(dice), 0)));
        } else if (roll < 4) {
            _act(account, operator, abi.encodeCall(IStaking.requestUndelegate, (operator, _part(dice, shares))));
        } else {
            _act(account, operator, abi.encodeCall(IStaking.withdrawDelegation, (operator, index, 0)));
        }
    }

    function _lease(Dice memory dice, address operator, address buyer) private {
        bytes32 leaseId = model.leaseOf(operator, dice.below(model.LEASES_OF_EACH()));
        uint256 roll = dice.below(10);
        uint256 compensationId = 1 + dice.below(model.compensations() + 1);
        if (roll < 4) {
            uint256 bond = _part(dice, staking.freeStake(operator) / 2);
            uint256 required = _part(dice, staking.freeStake(operator) - bond);
            _act(LEASES, operator, abi.encodeCall(IStaking.lock, (leaseId, operator, bond, required)));
        } else if (roll < 5 && model.isLocked(leaseId)) {
            uint256 required = model.requiredStake(leaseId);
            _act(LEASES, operator, abi.encodeCall(IStaking.unlock, (leaseId, operator, required)));
        } else if (roll < 7) {
            _act(LEASES, operator, abi.encodeCall(IStaking.compensate, (leaseId, operator, buyer, _amount(dice))));
        } else {
            operator = staking.compensation(compensationId).operator;
            if (roll < 8) _act(DISPUTES, operator, abi.encodeCall(IStaking.contest, (compensationId)));
            else if (roll < 9) {
                _act(DISPUTES, operator, abi.encodeCall(IStaking.endContest, (compensationId, dice.chance(50))));
            } else _act(buyer, operator, abi.encodeCall(IStaking.payCompensation, (compensationId)));
        }
    }

    function _dispute(Dice memory dice, address operator, address account) private {
        uint256 count = model.disputeCount();
        uint256 roll = dice.below(10);
        if (roll < 2 || count == 0) {
            uint256 share = dice.chance(5) ? 10_000 : dice.between(1, 5000);
            bytes memory data = abi.encodeCall(
                IStaking.freeze,
                (count + 1, operator, account, model.actor(dice.below(model.ACTORS())), share)
            );
            _act(DISPUTES, operator, data);
            return;
        }
        if (roll == 2)
            return _act(DISPUTES, operator, abi.encodeCall(IStaking.takeDisputeBond, (account, _amount(dice))));
        if (roll == 3) {
            uint256 amount = _part(dice, staking.disputeBonds());
            return _act(DISPUTES, operator, abi.encodeCall(IStaking.creditDisputeBond, (account, amount)));
        }
        if (roll == 4) return _act(account, operator, abi.encodeCall(IStaking.withdrawCredit, ()));
        uint256 id = count - (dice.below(count > 6 ? 6 : count));
        operator = staking.slash(id).operator;
        if (roll < 6) _act(DISPUTES, operator, abi.encodeCall(IStaking.release, (id)));
        else if (roll < 8) _act(DISPUTES, operator, abi.encodeCall(IStaking.book, (id)));
        else _act(account, operator, abi.encodeCall(IStaking.payOut, (id)));
    }

    function _act(address sender, address operator, bytes memory data) private {
        model.act(sender, operator, data);
    }

    /// @dev Small ones as likely as large ones, most of them a position.
    function _amount(Dice memory dice) private pure returns (uint256) {
        return dice.chance(10) ? 1 + dice.magnitude(20) : MILL + dice.magnitude(75);
    }

    function _part(Dice memory dice, uint256 whole) private pure returns (uint256) {
        return dice.chance(20) ? whole : dice.below(whole + 1);
    }

    function _recent(Dice memory dice, uint256 count) private pure returns (uint256) {
        return count == 0 ? 0 : count - 1 - dice.below(count);
    }
}
