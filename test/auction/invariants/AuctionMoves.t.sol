// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IFeeAuction} from "../../../contracts/interfaces/IFeeAuction.sol";
import {Dice} from "../../support/Random.sol";
import {AuctionModel} from "./AuctionModel.sol";

/// @title Fees, sales and rebates in any order
contract AuctionMoves {
    AuctionModel private model;
    IFeeAuction private auction;

    constructor(AuctionModel model_) {
        model = model_;
        auction = model_.auction();
    }

    function move(uint256 seed) external {
        Dice memory dice = Dice(seed);
        for (uint256 i; i < 8; ++i) {
            uint256 roll = dice.below(100);
            if (roll < 30)
                model.wait(
                    dice.chance(5)
                        ? 100 days
                        : dice.chance(60)
                            ? dice.below(1 days)
                            : 7 days
                );
            uint256 token = dice.below(model.TOKENS());
            if (roll < 25) model.earnFee(token, dice.below(model.OPERATORS()), 1 + dice.magnitude(64));
            else if (roll < 45) model.act(abi.encodeCall(IFeeAuction.collect, (model.tokens(token), _operators(dice))));
            else if (roll < 65) _bid(dice, _lot(dice));
            else if (roll < 72) model.act(abi.encodeCall(IFeeAuction.redeem, (_lot(dice))));
            else if (roll < 87) {
                model.act(abi.encodeCall(IFeeAuction.claimRebates, (_lot(dice), _operators(dice))));
            } else if (roll < 91) model.act(abi.encodeCall(IFeeAuction.burnRest, (_lot(dice))));
            else if (roll < 96) model.setMultiplier(dice.below(model.OPERATORS()), dice.below(6) * 2_500);
            else if (roll < 98) model.setShare(dice.below(12_000));
            else model.setBlocked(dice.chance(50));
        }
    }

    function _bid(Dice memory dice, uint256 id) private {
        IFeeAuction.Lot memory lot = auction.lot(id);
        // Late on its day, so that a wallet can pay the price.
        if (dice.chance(70)) model.wait(dice.between(8 hours, 12 hours));
        uint256 amount = dice.chance(40) ? lot.unsold : dice.below(uint256(lot.unsold) + 2);
        model.act(abi.encodeCall(IFeeAuction.bid, (id, amount, type(uint256).max)));
    }

    function _lot(Dice memory dice) private view returns (uint256) {
        uint256 last = auction.lastLot();
        // Most are about the newest.
        return dice.chance(50) ? dice.below(last + 2) : last - dice.below(last < 4 ? last + 1 : 4);
    }

    function _operators(Dice memory dice) private view returns (address[] memory operators) {
        operators = new address[](1 + dice.below(6));
        for (uint256 i; i < operators.length; ++i) operators[i] = model.operator(dice.below(model.OPERATORS() + 1));
    }
}
