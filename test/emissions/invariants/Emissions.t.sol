// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IEmissions} from "../../../contracts/interfaces/IEmissions.sol";
import {IStaking} from "../../../contracts/interfaces/IStaking.sol";
import {Check} from "../../support/Check.sol";
import {EmissionsModel} from "./EmissionsModel.sol";
import {StakeMoves} from "./StakeMoves.t.sol";

/// @title The invariant of emissions, after any moves of stake, tiers, nodes, slashes, settings and time
contract EmissionsInvariants is Check {
    uint256 private constant LEAST_KINDS = 6;

    EmissionsModel private model;
    StakeMoves private moves;

    error TooFewKindsSucceeded(uint256 kinds, uint256 least);

    function setUp() external {
        model = new EmissionsModel();
        moves = new StakeMoves(model);
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(moves);
    }

    function invariant_08_mintedNeverAboveTheScheduleSupplyNeverAboveTheCapClaimsNeverAboveEmitted() external {
        model.arrive();
        (IEmissions emissions, ) = model.targets();
        (uint256 supply, uint256 cap) = model.supply();
        atMost(emissions.minted(), model.scheduled(), "minted");
        atMost(emissions.emitted(), model.scheduled(), "emitted");
        atMost(supply, cap, "supply");
        atMost(model.creditedRewards(), emissions.emitted(), "credited");
        atMost(model.creditedRewards(), emissions.minted(), "credited of what was minted");
        same(emissions.totalWeight(), model.weights(), "weights");
        // Weights that are too high until they are looked at earn what will be forfeited; nothing else is lost.
        atMost(model.earned(), emissions.emitted(), "earned");
        atMost(emissions.emitted(), model.earned() + model.OPERATORS(), "emitted");
        string memory broken = model.broken();
        check(bytes(broken).length == 0, broken);
    }

    /// @dev A run in which few kinds of move ever succeeded has tested nothing.
    function afterInvariant() external view {
        bytes4[8] memory kinds = [
            IEmissions.poke.selector,
            IEmissions.claim.selector,
            IStaking.stake.selector,
            IStaking.delegate.selector,
            IStaking.requestThaw.selector,
            IStaking.requestUndelegate.selector,
            IStaking.book.selector,
            IStaking.setCommission.selector
        ];
        uint256 succeeded;
        for (uint256 i; i < kinds.length; ++i) {
            if (model.done(kinds[i]) != 0) ++succeeded;
        }
        if (succeeded < LEAST_KINDS) revert TooFewKindsSucceeded(succeeded, LEAST_KINDS);
        check(model.creditedRewards() != 0, "nobody ever earned anything");
    }
}
