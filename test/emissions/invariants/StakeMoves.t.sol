// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IEmissions} from "../../../contracts/interfaces/IEmissions.sol";
import {IStaking} from "../../../contracts/interfaces/IStaking.sol";
import {Dice} from "../../support/Random.sol";
import {EmissionsModel} from "./EmissionsModel.sol";

/// @title Everything that can happen to an operator's weight, in any order
contract StakeMoves {
    address private constant LEASES = address(0x1ea5e5);
    address private constant DISPUTES = address(0xd15b07e5);
    uint256 private constant MILL = 1e18;

    EmissionsModel private model;
    IEmissions private emissions;
    IStaking private staking;

    constructor(EmissionsModel model_) {
        model = model_;
        (emissions, staking) = model_.targets();
    }

    function move(uint256 seed) external {
        Dice memory dice = Dice(seed);
        for (uint256 i; i < 8; ++i) {
            address operator = model.actor(dice.below(model.OPERATORS()));
            uint256 roll = dice.below(100);
            if (roll < 35)
                model.wait(
                    dice.chance(3)
                        ? 200 days
                        : dice.chance(50)
                            ? dice.below(2 days)
                            : dice.below(60)
                );
            if (roll < 20) _poke(operator);
            else if (roll < 35) _act(operator, address(emissions), abi.encodeCall(IEmissions.claim, (operator)));
            else if (roll < 65) _stake(dice, operator);
            else if (roll < 75) _slash(dice, operator);
            else if (roll < 85) model.setMultiplier(operator, dice.below(4) * 3_333);
            else if (roll < 95) model.setRequiredStake(operator, uint96(dice.magnitude(86)));
            else if (roll < 97) model.setYield(dice.below(200));
            else _act(operator, address(staking), abi.encodeCall(IStaking.setCommission, (dice.below(10_001))));
        }
    }

    function _stake(Dice memory dice, address operator) private {
        uint256 roll = dice.below(10);
        address delegator = model.actor(model.OPERATORS() + dice.below(2));
        uint256 amount = MILL + dice.magnitude(84);
        if (roll < 3) _act(operator, address(staking), abi.encodeCall(IStaking.stake, (amount)));
        else if (roll < 5) {
            _act(delegator, address(staking), abi.encodeCall(IStaking.delegate, (operator, amount, 0)));
        } else if (roll < 7) {
            uint256 free = staking.freeStake(operator);
            amount = dice.chance(30) ? free : dice.below(free + 1);
            _act(operator, address(staking), abi.encodeCall(IStaking.requestThaw, (amount)));
        } else if (roll < 9) {
            (uint256 shares, ) = staking.delegationOf(operator, delegator);
            shares = dice.chance(30) ? shares : dice.below(shares + 1);
            _act(delegator, address(staking), abi.encodeCall(IStaking.requestUndelegate, (operator, shares)));
        } else {
            uint256 index = dice.below(model.requests(operator) + 1);
            _act(operator, address(staking), abi.encodeCall(IStaking.withdraw, (index)));
        }
    }

    function _slash(Dice memory dice, address operator) private {
        uint256 id = model.disputes() + 1;
        address other = model.actor(model.OPERATORS());
        uint256 share = dice.between(1, 10_000);
        _act(DISPUTES, address(staking), abi.encodeCall(IStaking.freeze, (id, operator, other, other, share)));
        _act(DISPUTES, address(staking), abi.encodeCall(IStaking.book, (id)));
        _act(other, address(staking), abi.encodeCall(IStaking.payOut, (id)));
    }

    function _poke(address operator) private {
        address[] memory operators = new address[](2);
        (operators[0], operators[1]) = (operator, address(this));
        _act(operator, address(emissions), abi.encodeCall(IEmissions.poke, (operators)));
    }

    function _act(address sender, address target, bytes memory data) private {
        model.act(sender, target, data);
    }
}
