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
    uint256 private constant MOVES_A_CALL = 11;

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
            if (roll < 27) _own(dice, operator);
            else if (roll < 52) _delegation(dice, operator, account);
            else if (roll < 70) _lease(dice, operator, account);
            else if (roll < 95) _dispute(dice, operator, account);
            else if (roll < 98) {
                model.reward(operator, _amount(dice));
            } else _act(operator, operator, abi.encodeCall(IStaking.setCommission, (dice.below(10_001))));
        }
        _story(dice, model.actor(dice.below(model.OPERATORS())), model.actor(dice.below(model.ACTORS())));
    }

    /// @dev Moves in an order that makes sense, so that every run gets to the end of each story.
    function _story(Dice memory dice, address operator, address account) private {
        uint256 roll = dice.below(3);
        if (roll == 0) {
            _act(account, operator, abi.encodeCall(IStaking.delegate, (operator, 2 * MILL, 0)));
            (uint256 shares, ) = staking.delegationOf(operator, account);
            _act(account, operator, abi.encodeCall(IStaking.requestUndelegate, (operator, _part(dice, shares))));
            model.pass(14 days);
            uint256 index = _ripe(operator, account);
            _act(account, operator, abi.encodeCall(IStaking.withdrawDelegation, (operator, index, 0)));
        } else if (roll == 1) {
            bytes32 leaseId = model.leaseOf(operator, 0);
            uint256 bond = _part(dice, staking.freeStake(operator));
            _lock(operator, leaseId, bond, 0);
            _compensate(operator, leaseId, account, bond / 2, true);
            _unlock(operator, leaseId);
        } else {
            uint256 id = model.disputeCount() + 1;
            address buyer = model.actor(dice.below(model.ACTORS()));
            for (uint256 i; i < 2; ++i) {
                _act(DISPUTES, operator, abi.encodeCall(IStaking.freeze, (id + i, operator, account, buyer, 300)));
            }
            _act(DISPUTES, operator, abi.encodeCall(IStaking.release, (id)));
            _act(DISPUTES, operator, abi.encodeCall(IStaking.book, (id + 1)));
            _act(account, operator, abi.encodeCall(IStaking.payOut, (id + 1)));
        }
    }

    function _own(Dice memory dice, address operator) private {
        uint256 roll = dice.below(4);
        uint256 free = staking.freeStake(operator);
        if (roll < 2) _act(operator, operator, abi.encodeCall(IStaking.stake, (_amount(dice))));
        else if (roll == 2) _act(operator, operator, abi.encodeCall(IStaking.requestThaw, (_part(dice, free))));
        else _act(operator, operator, abi.encodeCall(IStaking.withdraw, (_ripe(operator, address(0)))));
    }

    function _delegation(Dice memory dice, address operator, address account) private {
        uint256 roll = dice.below(6);
        (uint256 shares, ) = staking.delegationOf(operator, account);
        if (roll < 2) {
            _act(account, operator, abi.encodeCall(IStaking.delegate, (operator, _amount(dice), 0)));
        } else if (roll < 4) {
            _act(account, operator, abi.encodeCall(IStaking.requestUndelegate, (operator, _part(dice, shares))));
        } else {
            // Whoever has something to take out.
            for (uint256 i = 1; i < model.ACTORS() && !_isRipe(operator, account, _ripe(operator, account)); ++i) {
                account = model.actor(i);
            }
            uint256 index = _ripe(operator, account);
            _act(account, operator, abi.encodeCall(IStaking.withdrawDelegation, (operator, index, 0)));
        }
    }

    function _lease(Dice memory dice, address operator, address buyer) private {
        bytes32 leaseId = model.leaseOf(operator, dice.below(model.LEASES_OF_EACH()));
        uint256 roll = dice.below(10);
        for (uint256 i; roll > 2 && !model.isLocked(leaseId) && i < model.LEASES_OF_EACH(); ++i) {
            leaseId = model.leaseOf(operator, i);
        }
        uint256 compensationId = 1 + dice.below(model.compensations() + 1);
        if (roll < 3) {
            uint256 bond = _part(dice, staking.freeStake(operator) / 2);
            uint256 required = _part(dice, staking.freeStake(operator) - bond);
            _lock(operator, leaseId, bond, required);
        } else if (roll < 4) {
            _unlock(operator, leaseId);
        } else if (roll < 7) {
            _compensate(operator, leaseId, buyer, _amount(dice), dice.chance(50));
        } else {
            operator = staking.compensation(compensationId).operator;
            if (roll < 8) _act(DISPUTES, operator, abi.encodeCall(IStaking.contest, (compensationId)));
            else if (roll < 9) {
                _act(DISPUTES, operator, abi.encodeCall(IStaking.endContest, (compensationId, dice.chance(50))));
            } else _act(buyer, operator, abi.encodeCall(IStaking.payCompensation, (compensationId)));
        }
    }

    /// @dev A lease opens, or one that is open is extended.
    function _lock(address operator, bytes32 leaseId, uint256 bond, uint256 required) private {
        bytes memory data = abi.encodeCall(IStaking.lock, (leaseId, operator, bond, required));
        if (model.isLocked(leaseId)) {
            data = abi.encodeCall(IStaking.extendBond, (leaseId, operator, model.bond(leaseId), bond));
        }
        _act(LEASES, operator, data);
    }

    function _unlock(address operator, bytes32 leaseId) private {
        if (!model.isLocked(leaseId)) return;
        (uint256 bond, uint256 required) = (model.bond(leaseId), model.requiredStake(leaseId));
        _act(LEASES, operator, abi.encodeCall(IStaking.unlock, (leaseId, operator, bond, required)));
    }

    function _compensate(address operator, bytes32 leaseId, address buyer, uint256 amount, bool contestable) private {
        if (!model.isLocked(leaseId)) return;
        uint256 bond = model.bond(leaseId);
        _act(
            LEASES,
            operator,
            abi.encodeCall(IStaking.compensate, (leaseId, operator, buyer, bond, amount, contestable))
        );
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
        if (roll == 2) return _bonds(dice, operator, account);
        uint256 id = dice.chance(80) ? _frozen(count) : count;
        operator = staking.slash(id).operator;
        if (roll < 5) _act(DISPUTES, operator, abi.encodeCall(IStaking.release, (id)));
        else if (roll < 7) _act(DISPUTES, operator, abi.encodeCall(IStaking.book, (id)));
        else {
            id = _unpaid(count);
            _act(account, staking.slash(id).operator, abi.encodeCall(IStaking.payOut, (id)));
        }
    }

    function _bonds(Dice memory dice, address operator, address account) private {
        uint256 roll = dice.below(3);
        uint256 amount = _part(dice, staking.disputeBonds());
        if (roll == 0) _act(DISPUTES, operator, abi.encodeCall(IStaking.takeDisputeBond, (account, _amount(dice))));
        else if (roll == 1) _act(DISPUTES, operator, abi.encodeCall(IStaking.creditDisputeBond, (account, amount)));
        else _act(account, operator, abi.encodeCall(IStaking.withdrawCredit, ()));
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

    /// @dev The first request that can be taken out; the last made if there is none.
    function _ripe(address operator, address account) private view returns (uint256 index) {
        for (uint256 made = model.thaws(operator, account); index + 1 < made; ++index) {
            if (_isRipe(operator, account, index)) break;
        }
    }

    /// @dev Account zero stands for the operator's own stake.
    function _isRipe(address operator, address account, uint256 index) private view returns (bool) {
        uint256 maturesAt =
            account == address(0)
                ? staking.thawOf(operator, index).maturesAt
                : staking.undelegationOf(operator, account, index).maturesAt;
        return maturesAt != 0 && maturesAt <= model.time();
    }

    /// @dev A dispute that has stake frozen; the last if there is none.
    function _frozen(uint256 count) private view returns (uint256 id) {
        for (id = 1; id < count; ++id) {
            if (staking.slash(id).state == IStaking.SlashState.Frozen) break;
        }
    }

    /// @dev A slash that waits to be paid out; the last if there is none.
    function _unpaid(uint256 count) private view returns (uint256 id) {
        for (id = 1; id < count; ++id) {
            IStaking.Slash memory s = staking.slash(id);
            if (s.state == IStaking.SlashState.Booked && s.paid < s.ownTaken + s.delegatedTaken) break;
        }
    }
}
