// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {VestingWallet} from "@openzeppelin/contracts/finance/VestingWallet.sol";
import {VestingWalletCliff} from "@openzeppelin/contracts/finance/VestingWalletCliff.sol";

/// @title MillVesting: a share of the genesis supply that is released over time
/// @notice OpenZeppelin's VestingWallet with a cliff: nothing before the cliff, then in proportion to the time since the
/// start, everything at the end. Anyone may call `release`; it pays the owner, who may pass the wallet on. What is
/// locked neither votes nor stakes.
contract MillVesting is VestingWalletCliff {
    /// @param beneficiary who is paid
    /// @param startAt timestamp, s
    /// @param durationSeconds from the start until everything is released
    /// @param cliffSeconds from the start until anything is
    constructor(
        address beneficiary,
        uint64 startAt,
        uint64 durationSeconds,
        uint64 cliffSeconds
    ) VestingWallet(beneficiary, startAt, durationSeconds) VestingWalletCliff(cliffSeconds) {}
}
