// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Multicall} from "@openzeppelin/contracts/utils/Multicall.sol";
import {IParameters} from "../interfaces/IParameters.sol";
import {IPermit2} from "../interfaces/IPermit2.sol";
import {Balances} from "./Balances.sol";
import {EscrowState} from "./EscrowState.sol";
import {Settlement} from "./Settlement.sol";

/// @title Escrow
/// @notice `IEscrow` is the manual. The parts, each on top of the one before: `EscrowState` (storage and wiring),
/// `Balances` (tokens in and out), `Earnings` (what operators take), `Payment` (one claim), `Channels` (open and close),
/// `Settlement` (the hot path).
/// @dev `multicall` is safe: no function is payable, each call has the same sender, and those that call a token hold a
/// guard that is released between the calls.
contract Escrow is Settlement, Multicall {
    /// @param parameters settings and payment-token list
    /// @param permit2 the canonical Permit2, or zero where there is none
    /// @param wirer who may name controllers and fee collector, once
    constructor(
        IParameters parameters,
        IPermit2 permit2,
        address wirer
    ) EscrowState(parameters, wirer) Balances(permit2) {}
}
