// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

/// @title The names of the settings that contracts read
/// @dev A setting's id is its name in ASCII, so it can be read on chain. The whole table, with units, bounds and
/// defaults, belongs to the deployment.
library ParameterIds {
    /// @dev Protocol fee of a plain channel, bps of the cumulative amount.
    bytes32 internal constant PROTOCOL_FEE_BPS = "protocolFeeBps";
    /// @dev From a requested close until anyone may close the channel, seconds.
    bytes32 internal constant CHALLENGE_PERIOD_SECONDS = "challengePeriodSeconds";
    /// @dev The most a relayer may be given, bps of what is left after the protocol fee.
    bytes32 internal constant MAX_RELAYER_FEE_BPS = "maxRelayerFeeBps";
    /// @dev From naming a relayer until its terms are in force, seconds.
    bytes32 internal constant RELAYER_NOTICE_SECONDS = "relayerNoticeSeconds";
    /// @dev How long one pause lasts, seconds.
    bytes32 internal constant PAUSE_SECONDS = "pauseSeconds";
    /// @dev From the end of a pause until the same action may be paused again, seconds.
    bytes32 internal constant PAUSE_REST_SECONDS = "pauseRestSeconds";
}
