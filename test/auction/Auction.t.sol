// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IFeeAuction} from "../../contracts/interfaces/IFeeAuction.sol";
import {AuctionMath} from "../../contracts/libraries/AuctionMath.sol";
import {Check} from "../support/Check.sol";
import {Dice} from "../support/Random.sol";
import {AuctionModel} from "./invariants/AuctionModel.sol";

/// @title P1: whoever trades with itself pays more in fees than it ever gets back
contract AuctionTest is Check {
    uint256 private constant DAY = 1 days;
    uint256 private constant MILL = 1e18;

    /// @dev One adversary: payer, some of the operators, and possibly the bidder.
    struct Play {
        uint256 accounts;
        uint256 washed;
        uint256 honest;
        uint256 fair;
        bool bids;
    }

    AuctionModel private model;
    IFeeAuction private auction;

    function setUp() external {
        model = new AuctionModel();
        auction = model.auction();
    }

    /// @dev For every split into accounts, every quality, every share of honest fees in the lot, every κ, and every time to
    /// bid. Others bid as soon as the price is fair; the adversary can only come before. All values in MILL at the fair price.
    function testFuzz_P1_washTradingLoses(uint256 seed) external {
        Dice memory dice = Dice(seed);
        Play memory play;
        play.accounts = 1 + dice.below(3);
        // From 0.001 to 1,000 MILL for a whole token.
        play.fair = 1e15 + dice.magnitude(70);
        play.bids = dice.chance(60);
        model.setShare(dice.chance(50) ? 10_000 : dice.below(10_001));
        for (uint256 i; i < play.accounts; ++i) {
            uint256 fee = 1e6 + dice.magnitude(40);
            play.washed += fee;
            // Whoever cheats best has the best tier.
            model.setMultiplier(i, dice.chance(70) ? 10_000 : dice.below(10_001));
            model.earnFee(0, i, fee);
        }
        if (dice.chance(50)) {
            play.honest = 1e6 + dice.magnitude(44);
            model.setMultiplier(3, 10_000);
            model.earnFee(0, 3, play.honest);
        }
        _collectAll();
        _assertLoss(play, dice);
    }

    function _assertLoss(Play memory play, Dice memory dice) private {
        IFeeAuction.Lot memory lot = auction.lot(1);
        model.wait(DAY - (model.time() % DAY));
        uint256 elapsed = _fairTime(lot, play.fair);
        if (play.bids) elapsed = dice.below(2) == 0 ? elapsed : elapsed - dice.below(elapsed / 20 + 1);
        model.wait(elapsed);
        model.arrive();
        uint256 amount = play.bids && dice.chance(30) ? dice.between(1e6, lot.unsold) : lot.unsold;
        uint256 held = model.mill().balanceOf(address(model));
        if (!model.act(abi.encodeCall(IFeeAuction.bid, (1, amount, type(uint256).max)))) return;
        uint256 paid = held - model.mill().balanceOf(address(model));
        // What it leaves, others buy at the fair price.
        if (amount < lot.unsold) {
            model.wait(_fairTime(lot, play.fair) - elapsed);
            model.act(abi.encodeCall(IFeeAuction.bid, (1, type(uint128).max, type(uint256).max)));
        }
        model.wait(8 days);
        model.act(abi.encodeCall(IFeeAuction.claimRebates, (1, _operators(play.accounts))));

        uint256 gained;
        for (uint256 i; i < play.accounts; ++i) gained += model.mill().balanceOf(model.operator(i));
        uint256 spent = (play.washed * play.fair) / 1e6;
        if (play.bids) (spent, gained) = (spent + paid, gained + (amount * play.fair) / 1e6);
        check(gained < spent, "the adversary gains");
    }

    /// @dev The last second at which the price is still at least fair.
    function _fairTime(IFeeAuction.Lot memory lot, uint256 fair) private pure returns (uint256 low) {
        uint256 high = DAY - 1;
        while (low < high) {
            uint256 middle = (low + high + 1) / 2;
            if (AuctionMath.priceUp(lot.startPrice, middle, lot.halfLifeSeconds) >= fair) low = middle;
            else high = middle - 1;
        }
    }

    function _collectAll() private {
        model.act(abi.encodeCall(IFeeAuction.collect, (model.tokens(0), _operators(4))));
    }

    function _operators(uint256 count) private view returns (address[] memory operators) {
        operators = new address[](count);
        for (uint256 i; i < count; ++i) operators[i] = model.operator(i);
    }
}
