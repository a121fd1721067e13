// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {EmissionMath} from "../../../contracts/libraries/EmissionMath.sol";
import {IEmissions} from "../../../contracts/interfaces/IEmissions.sol";
import {IStaking} from "../../../contracts/interfaces/IStaking.sol";
import {VM} from "../../support/Cheats.sol";
import {EmissionsWorld} from "../EmissionsWorld.sol";

/// @title Emissions between operators, delegators, leases and slashes, and what the schedule allows
contract EmissionsModel is EmissionsWorld {
    uint256 public constant OPERATORS = 4;

    uint256 public time;
    mapping(bytes4 selector => uint256) public done;
    mapping(address account => uint256) public requests;
    uint256 public disputes;
    string public broken;

    constructor() {
        deployEmissions();
        time = VM.getBlockTimestamp();
        for (uint256 i; i < OPERATORS; ++i) newOperator(actor(i), 10 ** (3 + i), 10_000);
        for (uint256 i; i < OPERATORS + 2; ++i) fund(actor(i), 90_000_000 * MILL);
    }

    /// @dev Operators first, then delegators.
    function actor(uint256 i) public pure returns (address) {
        return address(uint160(0xac7000 + i));
    }

    function wait(uint256 duration) external {
        time += duration;
    }

    /// @dev The runner looks at invariants at the time of the beginning.
    function arrive() external {
        VM.warp(time);
    }

    function setMultiplier(address operator, uint256 bps) external {
        VM.warp(time);
        standing.setMultiplier(operator, bps);
    }

    function setRequiredStake(address operator, uint96 amount) external {
        VM.warp(time);
        standing.setRequiredStake(operator, amount);
    }

    function setYield(uint256 bps) external {
        VM.warp(time);
        (, , uint256 current) = emissions.currentEpoch();
        if (bps != current) parameters.set("maxYieldBps", uint96(bps));
    }

    function act(address sender, address target, bytes calldata data) external returns (bool ok) {
        VM.warp(time);
        uint256 credited = creditedRewards();
        VM.prank(sender);
        (ok, ) = target.call(data);
        if (!ok) {
            // Nothing of Emissions may ever fail.
            if (target == address(emissions)) broken = "a call of Emissions failed";
            return false;
        }
        ++done[bytes4(data)];
        if (bytes4(data) == IStaking.freeze.selector) ++disputes;
        if (bytes4(data) == IStaking.requestThaw.selector) ++requests[sender];
        if (creditedRewards() < credited) broken = "rewards were taken back";
    }

    /// @dev All that was ever credited.
    function creditedRewards() public view returns (uint256) {
        return emissions.minted() - staking.uncredited();
    }

    /// @dev What the schedule allows until the end of the epoch of now, summed from its first.
    function scheduled() external view returns (uint256 sum) {
        uint256 emission = FIRST_EMISSION;
        for (uint256 epoch = START / DAY; epoch <= time / DAY; ++epoch) {
            sum += emission;
            emission = EmissionMath.next(emission, DECAY);
        }
    }

    function weights() external view returns (uint256 sum) {
        for (uint256 i; i < OPERATORS; ++i) sum += emissions.accountOf(actor(i)).weight;
    }

    function targets() external view returns (IEmissions, IStaking) {
        return (emissions, staking);
    }

    function supply() external view returns (uint256 total, uint256 cap) {
        return (mill.totalSupply(), mill.CAP());
    }

    /// @dev Emitted is what was credited and what accounts have earned since, but for a fraction of a wei each.
    function earned() external view returns (uint256 sum) {
        sum = creditedRewards();
        for (uint256 i; i < OPERATORS; ++i) sum += emissions.pendingOf(actor(i));
    }
}
