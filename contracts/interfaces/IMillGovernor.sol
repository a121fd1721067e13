// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

/// @title MillGovernor: what it adds to OpenZeppelin's Governor
/// @notice Proposals, votes and their events are those of OpenZeppelin's `IGovernor`, on a timestamp clock (ERC-6372).
/// A vote counts the wallet's past votes and, for positions in Staking that the voter names, what these vote with.
///
/// **Positions** are named in the `params` of `castVoteWithReasonAndParams` and its twin by signature:
/// `abi.encode(address[] operators)`, strictly ascending, at most `MOST_POSITIONS`. A voter's own stake as an operator is
/// the position under its own address. Empty `params` count the wallet alone. Params in another form are refused; they
/// can harm nobody but the vote that brings them.
///
/// **No token votes twice.** A wallet's votes are those at the snapshot; a position that has grown since votes nothing;
/// and a position that voted cannot leave Staking before the vote is over: the longest vote that the bounds below allow
/// is shorter than the smallest thaw period that `Parameters` allows, which is checked at deployment.
///
/// **Bounds** that no vote can change: delay 12 hours to 2 days, period 3 to 7 days, late-quorum extension 1 to 3 days,
/// quorum 2 to 10 % of the supply. The share of the supply that may propose is fixed, and so is the timelock.
interface IMillGovernor {
    /// @notice What a deployment chooses. Times in seconds.
    /// @param delaySeconds from a proposal until its snapshot, when voting begins
    /// @param periodSeconds how long voting lasts
    /// @param extensionSeconds least time left to vote once a quorum is reached
    /// @param quorumPercent of the supply at the snapshot, for or abstaining
    /// @param thresholdBps of the supply, that a proposer must have had one second before it proposes
    struct Rules {
        uint48 delaySeconds;
        uint32 periodSeconds;
        uint48 extensionSeconds;
        uint256 quorumPercent;
        uint256 thresholdBps;
    }

    /// @notice A setting of the governor itself would leave its bounds.
    error RuleOutOfBounds(string rule, uint256 value, uint256 least, uint256 most);
    /// @notice A vote could outlast the thaw period.
    error ThawTooShort(uint256 leastThawSeconds, uint256 longestVoteSeconds);
    /// @notice The proposal threshold is a fixed share of the supply.
    error ThresholdIsFixed(uint256 thresholdBps);
    error TimelockIsFixed(address timelock);
    /// @notice Not `abi.encode(address[])`.
    error PositionsMalformed(bytes params);
    error TooManyPositions(uint256 count, uint256 most);
    /// @notice Operators are named in strictly ascending order, so that none is named twice.
    error PositionsNotAscending(uint256 index, address operator);

    /// @notice Most positions that one vote can name.
    function MOST_POSITIONS() external view returns (uint256);

    /// @notice The share of the supply that may propose, bps; `proposalThreshold` is its amount now.
    function THRESHOLD_BPS() external view returns (uint256);

    /// @notice Whose positions vote.
    function staking() external view returns (address);
}
