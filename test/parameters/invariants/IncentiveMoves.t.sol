// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IEmissions} from "../../../contracts/interfaces/IEmissions.sol";
import {IEscrow} from "../../../contracts/interfaces/IEscrow.sol";
import {IFeeAuction} from "../../../contracts/interfaces/IFeeAuction.sol";
import {IQuality} from "../../../contracts/interfaces/IQuality.sol";
import {Dice} from "../../support/Random.sol";
import {PauseModel} from "./PauseModel.sol";

/// @title Rewards, fees, lots and rebates, plain payments, and the guardian: any numbers, by anybody
/// @dev In a file of tests, as the runner calls only contracts that it has an artifact of.
contract IncentiveMoves {
    uint256 private constant MOVES_A_CALL = 6;
    uint256 private constant USD = 1e6;

    PauseModel private model;
    uint256 private nonce;

    constructor(PauseModel model_) {
        model = model_;
    }

    function move(uint256 seed) external {
        Dice memory dice = Dice(seed);
        model.passRest();
        for (uint256 i; i < MOVES_A_CALL; ++i) {
            if (dice.chance(30)) model.pass(dice.below(2 days));
            uint256 roll = dice.below(100);
            if (roll < 30) _reward(dice);
            else if (roll < 50) _fees(dice);
            else if (roll < 85) _pay(dice);
            else if (roll < 95) model.pauseAll();
            else model.lift();
        }
    }

    function _reward(Dice memory dice) private {
        address[] memory some = _operators(dice);
        if (dice.chance(50)) _send(address(model.emissions()), abi.encodeCall(IEmissions.poke, (some)));
        else if (dice.chance(50)) _send(address(model.emissions()), abi.encodeCall(IEmissions.claim, (some[0])));
        else _send(address(model.quality()), abi.encodeCall(IQuality.refresh, (some[0])));
    }

    /// @dev The whole way of fees: collected, sold once the price has come down, given back, and what is left burned.
    function _fees(Dice memory dice) private {
        IFeeAuction auction = model.auction();
        address target = address(auction);
        _send(target, abi.encodeCall(IFeeAuction.collect, (address(model.usd()), _operators(dice))));
        uint256 lot = dice.chance(80) ? auction.lastLot() : dice.below(auction.lastLot() + 2);
        model.pass(1 days - (model.time() % 1 days) + 10 hours);
        uint256 amount = dice.chance(70) ? type(uint256).max : dice.magnitude(30);
        _send(target, abi.encodeCall(IFeeAuction.bid, (lot, amount, type(uint256).max)));
        _send(target, abi.encodeCall(IFeeAuction.claimRebates, (lot, _operators(dice))));
        if (dice.chance(10)) model.pass(100 days);
        _send(target, abi.encodeCall(IFeeAuction.burnRest, (lot)));
    }

    function _pay(Dice memory dice) private {
        address payer = model.buyer(dice.below(model.BUYERS()));
        address token = address(model.usd());
        uint256 roll = dice.below(4);
        bytes memory data = abi.encodeCall(IEscrow.deposit, (token, dice.below(10 * USD)));
        if (roll == 1) data = abi.encodeCall(IEscrow.open, (model.operator(0), token, payer, ++nonce, dice.below(USD)));
        else if (roll == 2) data = abi.encodeCall(IEscrow.withdraw, (token, dice.below(10 * USD), payer));
        else if (roll == 3) {
            payer = model.operator(dice.below(model.OPERATORS()));
            data = abi.encodeCall(IEscrow.withdrawEarnings, (token));
        }
        model.act(payer, address(model.escrow()), data);
    }

    function _operators(Dice memory dice) private view returns (address[] memory some) {
        some = new address[](1 + dice.below(model.OPERATORS()));
        for (uint256 i; i < some.length; ++i) some[i] = model.operator(dice.below(model.OPERATORS()));
    }

    function _send(address target, bytes memory data) private {
        model.act(model.STRANGER(), target, data);
    }
}
