// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {IMillGovernor} from "../../../contracts/interfaces/IMillGovernor.sol";
import {IMillToken} from "../../../contracts/interfaces/IMillToken.sol";
import {IParameters} from "../../../contracts/interfaces/IParameters.sol";
import {VM} from "../../support/Cheats.sol";
import {World} from "../../support/World.sol";
import {StakingModel} from "../../staking/invariants/StakingModel.sol";

interface ICounted {
    function proposalVotes(uint256 id) external view returns (uint256 no, uint256 yes, uint256 abstain);
}

/// @title Voters on the stake of the model of Staking: their MILL, what they delegate, and proposals they vote on
contract VotesModel {
    StakingModel public immutable STAKING;
    IGovernor public immutable GOVERNOR;
    IMillToken public immutable MILL;

    uint256[] private _proposals;
    uint256 public votesCast;
    uint256 public votesWithStake;
    uint256 public refused;

    constructor(StakingModel staking) {
        STAKING = staking;
        IParameters parameters;
        (MILL, parameters) = staking.world();
        address timelock = World.deploy("MillTimelock.sol:MillTimelock", abi.encode(2 days, address(this)));
        IMillGovernor.Rules memory rules = IMillGovernor.Rules(1 days, 5 days, 2 days, 4, 5);
        bytes memory arguments = abi.encode(MILL, staking.target(), parameters, timelock, rules);
        GOVERNOR = IGovernor(World.deploy("MillGovernor.sol:MillGovernor", arguments));
        for (uint256 i; i < staking.ACTORS(); ++i) {
            VM.prank(staking.actor(i));
            IVotes(address(MILL)).delegate(staking.actor(i));
        }
        staking.pass(1);
    }

    function proposals() external view returns (uint256[] memory) {
        return _proposals;
    }

    /// @notice Call MILL as an actor; a refusal is none of this model's concern.
    function mill(uint256 actor, bytes calldata data) external {
        VM.warp(STAKING.time());
        VM.prank(STAKING.actor(actor));
        (bool ok, ) = address(MILL).call(data);
        ok;
    }

    function propose(uint256 actor) external {
        VM.warp(STAKING.time());
        (address[] memory targets, uint256[] memory values, bytes[] memory calldatas) = (
            new address[](1),
            new uint256[](1),
            new bytes[](1)
        );
        bytes memory description = abi.encode(_proposals.length);
        VM.prank(STAKING.actor(actor));
        try GOVERNOR.propose(targets, values, calldatas, string(description)) returns (uint256 id) {
            _proposals.push(id);
        } catch {
            ++refused;
        }
    }

    /// @notice Vote on the latest proposal whose snapshot is past, with the positions that `params` names.
    function vote(uint256 actor, uint8 support, bytes calldata params) external {
        VM.warp(STAKING.time());
        uint256 i = _proposals.length;
        while (i != 0 && GOVERNOR.proposalSnapshot(_proposals[i - 1]) >= STAKING.time()) --i;
        if (i == 0) return;
        address voter = STAKING.actor(actor);
        uint256 id = _proposals[i - 1];
        VM.prank(voter);
        try GOVERNOR.castVoteWithReasonAndParams(id, support, "", params) returns (uint256 weight) {
            ++votesCast;
            uint256 wallet = GOVERNOR.getVotes(voter, GOVERNOR.proposalSnapshot(id));
            if (weight > wallet) ++votesWithStake;
        } catch {
            ++refused;
        }
    }

    /// @notice All that was ever counted for or against a proposal, or to abstain.
    function counted(uint256 id) external view returns (uint256) {
        (uint256 no, uint256 yes, uint256 abstain) = ICounted(address(GOVERNOR)).proposalVotes(id);
        return no + yes + abstain;
    }

    /// @notice What everybody would vote with, with all positions, in a vote whose snapshot is at `timepoint`.
    function power(uint256 timepoint) external view returns (uint256 sum) {
        for (uint256 i; i < STAKING.ACTORS(); ++i) {
            sum += GOVERNOR.getVotesWithParams(STAKING.actor(i), timepoint, positions(STAKING.OPERATORS()));
        }
    }

    function supply(uint256 timepoint) external view returns (uint256) {
        return IVotes(address(MILL)).getPastTotalSupply(timepoint);
    }

    /// @notice The first `count` operators, whose addresses ascend.
    function positions(uint256 count) public view returns (bytes memory) {
        address[] memory operators = new address[](count);
        for (uint256 i; i < count; ++i) operators[i] = STAKING.actor(i);
        return abi.encode(operators);
    }
}
