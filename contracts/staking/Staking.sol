// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IParameters} from "../interfaces/IParameters.sol";
import {Compensations} from "./Compensations.sol";
import {Delegation} from "./Delegation.sol";
import {Payouts} from "./Payouts.sol";
import {Rewards} from "./Rewards.sol";
import {StakingState} from "./StakingState.sol";

/// @title Staking
/// @notice `IStaking` is the manual. The parts share `StakingState` (records, wiring, MILL in and out): `OwnStake` and
/// `Delegation` (who puts stake in and takes it out), `Bonds` and `Compensations` (what leases lock and breaches book),
/// `Slashes`, `Payouts` and `Credits` (what disputes freeze, take and pay), `Rewards`.
/// @dev MILL calls nobody, and every function writes its books before it moves MILL, so none needs a guard.
contract Staking is Delegation, Compensations, Payouts, Rewards {
    /// @param mill the MILL token
    /// @param parameters settings
    /// @param wirer who may call `wire`, once
    constructor(IERC20 mill, IParameters parameters, address wirer) StakingState(mill, parameters, wirer) {}
}
