// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {StakingModel} from "../../staking/invariants/StakingModel.sol";
import {Dice} from "../../support/Random.sol";
import {VotesModel} from "./VotesModel.sol";

/// @title What voters do, with stake and without, among them one who names a position twice
/// @dev In a file of tests, as the runner calls only contracts that it has an artifact of.
contract VotingMoves {
    uint256 private constant MOVES_A_CALL = 8;

    VotesModel private model;
    StakingModel private staking;

    constructor(VotesModel model_) {
        model = model_;
        staking = model_.STAKING();
    }

    function move(uint256 seed) external {
        Dice memory dice = Dice(seed);
        for (uint256 i; i < MOVES_A_CALL; ++i) {
            uint256 actor = dice.below(staking.ACTORS());
            address other = staking.actor(dice.below(staking.ACTORS()));
            uint256 roll = dice.below(100);
            if (roll < 12) _hold(actor);
            else if (roll < 30) staking.pass(dice.chance(50) ? dice.below(1 days) : dice.below(4));
            else if (roll < 40) model.mill(actor, abi.encodeCall(IERC20.transfer, (other, dice.magnitude(84))));
            else if (roll < 50) model.mill(actor, abi.encodeCall(IVotes.delegate, (other)));
            else model.vote(actor, uint8(dice.below(3)), _positions(dice));
        }
    }

    /// @dev A proposal, and a vote of everybody once its snapshot is past: random times alone would miss most votes.
    function _hold(uint256 proposer) private {
        model.propose(proposer);
        uint256[] memory ids = model.proposals();
        if (ids.length == 0) return;
        uint256 snapshot = model.GOVERNOR().proposalSnapshot(ids[ids.length - 1]);
        if (snapshot >= staking.time()) staking.pass(snapshot + 1 - staking.time());
        bytes memory all = model.positions(staking.OPERATORS());
        for (uint256 a; a < staking.ACTORS(); ++a) model.vote(a, uint8(a % 3), all);
    }

    function _positions(Dice memory dice) private view returns (bytes memory) {
        uint256 roll = dice.below(10);
        if (roll == 0) return "";
        if (roll > 1) return model.positions(staking.OPERATORS());
        address[] memory twice = new address[](2);
        (twice[0], twice[1]) = (staking.actor(0), staking.actor(0));
        return abi.encode(twice);
    }
}
