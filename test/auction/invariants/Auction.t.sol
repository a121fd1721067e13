// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IFeeAuction} from "../../../contracts/interfaces/IFeeAuction.sol";
import {Check} from "../../support/Check.sol";
import {AuctionModel} from "./AuctionModel.sol";
import {AuctionMoves} from "./AuctionMoves.t.sol";

/// @title The invariant of rebates, after any fees, sales, claims, settings and time
contract AuctionInvariants is Check {
    AuctionModel private model;
    AuctionMoves private moves;
    IFeeAuction private auction;

    error TooFewKindsSucceeded(uint256 kinds, uint256 least);

    function setUp() external {
        model = new AuctionModel();
        moves = new AuctionMoves(model);
        auction = model.auction();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(moves);
    }

    function invariant_09_rebatesNeverAboveTheirShareOfWhatTheirLotFetched() external {
        model.arrive();
        uint256 inPots;
        uint256[3] memory unsold;
        for (uint256 id = 1; id <= auction.lastLot(); ++id) {
            IFeeAuction.Lot memory lot = auction.lot(id);
            same(lot.received, model.fetched(id), "MILL that the lot fetched");
            atMost(model.rebates(id) * 10_000, model.fetched(id) * lot.rebateBps, "rebates, of the share of the lot");
            atMost(model.rebates(id) * 10, model.fetched(id) * 9, "rebates, of what was fetched");
            atMost(model.rebates(id), lot.paid, "rebates, of what the lot paid");
            atMost(lot.paid, lot.pot, "paid, of the pot");
            inPots += lot.pot - lot.paid;
            for (uint256 t; t < model.TOKENS(); ++t) if (lot.token == model.tokens(t)) unsold[t] += lot.unsold;
        }
        same(auction.inPots(), inPots, "pots");
        same(model.mill().balanceOf(address(auction)), inPots, "MILL held");
        for (uint256 t; t < model.TOKENS(); ++t) {
            same(auction.unsoldOf(model.tokens(t)), unsold[t], "unsold");
            same(model.escrow().freeBalance(address(auction), model.tokens(t)), unsold[t], "fees in Escrow");
        }
    }

    /// @dev A run in which few kinds of move ever succeeded has tested nothing.
    function afterInvariant() external view {
        bytes4[5] memory kinds = [
            IFeeAuction.collect.selector,
            IFeeAuction.bid.selector,
            IFeeAuction.redeem.selector,
            IFeeAuction.claimRebates.selector,
            IFeeAuction.burnRest.selector
        ];
        uint256 succeeded;
        for (uint256 i; i < kinds.length; ++i) if (model.done(kinds[i]) != 0) ++succeeded;
        if (succeeded < 4) revert TooFewKindsSucceeded(succeeded, 4);
    }
}
