// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IEmissionsHook} from "../../contracts/interfaces/IEmissionsHook.sol";
import {IMillToken} from "../../contracts/interfaces/IMillToken.sol";
import {IParameters} from "../../contracts/interfaces/IParameters.sol";
import {IStaking} from "../../contracts/interfaces/IStaking.sol";
import {VM} from "../support/Cheats.sol";
import {World} from "../support/World.sol";

/// @title Staking with MILL, its settings, and accounts in the place of Leases, Disputes and Emissions
abstract contract StakingWorld is IEmissionsHook {
    uint256 internal constant MILL = 1e18;
    uint256 internal constant THAW = 14 days;

    address internal constant LEASES = address(0x1ea5e5);
    address internal constant DISPUTES = address(0xd15b07e5);

    IMillToken internal mill;
    IStaking internal staking;
    IParameters internal parameters;

    /// @dev The contract itself is Emissions, and holds all MILL.
    function deployStaking() internal {
        VM.warp(1_800_000_000);
        IMillToken.Allocation[] memory genesis = new IMillToken.Allocation[](1);
        genesis[0] = IMillToken.Allocation(address(this), 600_000_000 * MILL);
        mill = IMillToken(World.deploy("MillToken.sol:MillToken", abi.encode(genesis, address(this))));
        parameters = World.newParameters(address(this), address(this), _table());
        staking = IStaking(World.deploy("Staking.sol:Staking", abi.encode(mill, parameters, address(this))));
        staking.wire(LEASES, DISPUTES, address(this));
        mill.approve(address(staking), type(uint256).max);
    }

    /// @inheritdoc IEmissionsHook
    function accrue(address, bool) external virtual returns (uint256) {
        return 0;
    }

    /// @inheritdoc IEmissionsHook
    // solhint-disable-next-line no-empty-blocks
    function noteFall(address) external {}

    /// @inheritdoc IEmissionsHook
    // solhint-disable-next-line no-empty-blocks
    function settleFall(address) external {}

    /// @inheritdoc IEmissionsHook
    // solhint-disable-next-line no-empty-blocks
    function noteNodes(address) external {}

    /// @dev Give `account` MILL, and Staking its allowance.
    function fund(address account, uint256 amount) internal {
        mill.transfer(account, amount);
        VM.prank(account);
        mill.approve(address(staking), type(uint256).max);
    }

    function _table() private pure returns (IParameters.Definition[] memory table) {
        IParameters.Definition[] memory common = World.settings();
        table = new IParameters.Definition[](common.length + 9);
        for (uint256 i; i < common.length; ++i) table[i] = common[i];
        uint256 n = common.length;
        table[n++] = IParameters.Definition("thawSeconds", uint96(THAW), 13 days, 60 days, 7 days, 7 days);
        table[n++] = _setting("commissionNoticeSeconds", 7 days);
        table[n++] = _setting("maxDelegationRatio", 8);
        table[n++] = _setting("leastPositionMill", MILL);
        table[n++] = _setting("slashBucketMill", 1_000_000 * MILL);
        table[n++] = _setting("slashRefillSeconds", 1 days);
        table[n++] = _setting("delegatedSlashCapBps", 5000);
        table[n++] = _setting("bountyBps", 1000);
        table[n++] = _setting("buyerSlashBps", 1000);
    }

    function _setting(bytes32 id, uint256 value) private pure returns (IParameters.Definition memory) {
        return IParameters.Definition(id, uint96(value), 0, type(uint96).max, type(uint96).max, 0);
    }
}
