// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {BoundedMoves} from "../../staking/invariants/BoundedMoves.t.sol";
import {StakingModel} from "../../staking/invariants/StakingModel.sol";
import {VM} from "../../support/Cheats.sol";
import {Check} from "../../support/Check.sol";
import {VotesModel} from "./VotesModel.sol";
import {VotingMoves} from "./VotingMoves.t.sol";

/// @title The invariant of votes, after any moves of voters, operators, delegators, leases and disputes
contract VotesInvariants is Check {
    StakingModel private staking;
    VotesModel private model;
    BoundedMoves private stakeMoves;
    VotingMoves private votingMoves;

    function setUp() external {
        staking = new StakingModel();
        model = new VotesModel(staking);
        stakeMoves = new BoundedMoves(staking);
        votingMoves = new VotingMoves(model);
    }

    function targetContracts() external view returns (address[] memory targets) {
        // The models themselves are not called by the runner.
        targets = new address[](2);
        (targets[0], targets[1]) = (address(stakeMoves), address(votingMoves));
    }

    /// @dev What was counted, by voters who moved their MILL between each other's votes, and what could be.
    function invariant_15_votingPowerAtAnyTimePointSumsToAtMostTheSupply() external {
        VM.warp(staking.time());
        uint256 last = staking.time() - 1;
        atMost(model.power(last), model.supply(last), "votes a second ago");
        uint256[] memory ids = model.proposals();
        for (uint256 i; i < ids.length; ++i) {
            uint256 snapshot = model.GOVERNOR().proposalSnapshot(ids[i]);
            if (snapshot > last) continue;
            atMost(model.counted(ids[i]), model.supply(snapshot), "votes counted");
            atMost(model.power(snapshot), model.supply(snapshot), "votes at a snapshot");
        }
    }

    /// @dev A run in which a vote was open for days without votes has tested nothing.
    function afterInvariant() external view {
        uint256[] memory ids = model.proposals();
        if (ids.length == 0 || model.GOVERNOR().proposalSnapshot(ids[0]) + 3 days > staking.time()) return;
        check(model.votesCast() != 0, "nobody voted");
    }
}
