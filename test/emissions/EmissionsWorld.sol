// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IEmissions} from "../../contracts/interfaces/IEmissions.sol";
import {IMillToken} from "../../contracts/interfaces/IMillToken.sol";
import {IParameters} from "../../contracts/interfaces/IParameters.sol";
import {IStaking} from "../../contracts/interfaces/IStaking.sol";
import {VM} from "../support/Cheats.sol";
import {World} from "../support/World.sol";
import {Standing} from "./Standing.sol";

/// @title Emissions and Staking with MILL; tiers and nodes as the test says
abstract contract EmissionsWorld {
    uint256 internal constant MILL = 1e18;
    uint256 internal constant DAY = 1 days;
    uint256 internal constant FIRST_EMISSION = 140_000 * MILL;
    uint256 internal constant DECAY = 350_000_000_000_000;
    /// @dev The beginning of an epoch.
    uint256 internal constant START = 20_834 days;

    address internal constant LEASES = address(0x1ea5e5);
    address internal constant DISPUTES = address(0xd15b07e5);

    IMillToken internal mill;
    IParameters internal parameters;
    IStaking internal staking;
    IEmissions internal emissions;
    Standing internal standing;

    /// @dev The contract itself governs, and holds all MILL.
    function deployEmissions() internal {
        VM.warp(START);
        IMillToken.Allocation[] memory genesis = new IMillToken.Allocation[](1);
        genesis[0] = IMillToken.Allocation(address(this), 600_000_000 * MILL);
        mill = IMillToken(World.deploy("MillToken.sol:MillToken", abi.encode(genesis, address(this))));
        parameters = World.newParameters(address(this), address(this), _table());
        staking = IStaking(World.deploy("Staking.sol:Staking", abi.encode(mill, parameters, address(this))));
        standing = new Standing();
        bytes memory arguments = abi.encode(mill, parameters, staking, standing, standing, FIRST_EMISSION, DECAY);
        emissions = IEmissions(World.deploy("Emissions.sol:Emissions", arguments));
        standing.wire(emissions);
        mill.wireMinter(address(emissions));
        staking.wire(LEASES, DISPUTES, address(emissions));
    }

    /// @dev An operator with `own` MILL (whole) at stake, nodes that require as much, and a multiplier.
    function newOperator(address operator, uint256 own, uint256 multiplierBps) internal {
        fund(operator, own * MILL);
        standing.setMultiplier(operator, multiplierBps);
        standing.setRequiredStake(operator, uint96(own * MILL));
        VM.prank(operator);
        staking.stake(own * MILL);
        poke(operator);
    }

    function fund(address account, uint256 amount) internal {
        mill.transfer(account, amount);
        VM.prank(account);
        mill.approve(address(staking), type(uint256).max);
    }

    function poke(address operator) internal returns (bool) {
        address[] memory one = new address[](1);
        one[0] = operator;
        return emissions.poke(one);
    }

    function pass(uint256 duration) internal {
        VM.warp(VM.getBlockTimestamp() + duration);
    }

    function ownOf(address operator) internal view returns (uint256) {
        return staking.ownStake(operator);
    }

    function _table() private pure returns (IParameters.Definition[] memory table) {
        IParameters.Definition[] memory common = World.settings();
        table = new IParameters.Definition[](common.length + 10);
        uint256 n;
        for (; n < common.length; ++n) table[n] = common[n];
        table[n++] = _setting("thawSeconds", 14 days);
        table[n++] = _setting("commissionNoticeSeconds", 7 days);
        table[n++] = _setting("maxDelegationRatio", 8);
        table[n++] = _setting("leastPositionMill", MILL);
        table[n++] = _setting("slashBucketMill", 1_000_000 * MILL);
        table[n++] = _setting("slashRefillSeconds", 1 days);
        table[n++] = _setting("delegatedSlashCapBps", 5000);
        table[n++] = _setting("bountyBps", 1000);
        table[n++] = _setting("buyerSlashBps", 1000);
        table[n++] = _setting("maxYieldBps", 5);
    }

    function _setting(bytes32 id, uint256 value) private pure returns (IParameters.Definition memory) {
        return IParameters.Definition(id, uint96(value), 0, type(uint96).max, type(uint96).max, 0);
    }
}
