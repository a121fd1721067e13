// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

/// @title Quality: what an operator's leases say of it
/// @notice `good` grows by the value of leases that ended well, `bad` by the value at fault times the fault's weight;
/// both fade per day. Value is in reference units with 18 decimals: payment tokens carry a governed weight, MILL none.
interface IQuality {
    /// @notice How a lease ended, as far as the record goes.
    enum Fault {
        None,
        NoShow,
        Outage,
        Abandoned,
        Proven
    }

    /// @param good value of leases that ended well, faded to now
    /// @param bad value at fault times weight, faded to now
    /// @param served value served in all, never faded
    /// @param since timestamp (s) of the first record
    /// @param tier as stored at the last fault or refresh
    struct Record {
        uint256 good;
        uint256 bad;
        uint256 served;
        uint256 since;
        uint8 tier;
    }

    event Recorded(
        address indexed operator,
        bytes32 indexed leaseId,
        Fault fault,
        uint256 goodValue,
        uint256 badValue,
        uint256 good,
        uint256 bad
    );
    event TierChanged(address indexed operator, uint8 tier);
    event TokenWeightChanged(address indexed token, uint256 weight);
    event Wired(address leases);
    event EmissionsWired(address emissions);

    error NotAuthorized(address caller, address expected);
    error WeightTooLarge(uint256 weight, uint256 most);
    /// @notice An operator of tier 0 has at most `most` units under leases at once.
    error TierLimit(address operator, uint256 units, uint256 most);
    /// @notice Effective stake must cover the required stake of all registered units.
    error StakeCoverTooLow(address operator, uint256 effective, uint256 required);
    error AlreadyWired();

    /// @notice Reference units (18 decimals) per 10¹⁸ of `token`'s smallest unit. By the owner (governance).
    function setTokenWeight(address token, uint256 weight) external;

    /// @notice Write what a lease of `operator` was worth and how it ended. After a fault the stored tier is brought up to
    /// date; else that waits for `refresh`. By `Leases`, once per lease. Amounts too large to be stored count as the most
    /// that can be; none makes it revert.
    /// @param served what was paid, in `token`'s smallest unit; counts as good if `fault` is `None`
    /// @param atFault what was left unserved or is void, in `token`'s smallest unit
    function record(
        address operator,
        bytes32 leaseId,
        address token,
        uint256 served,
        uint256 atFault,
        Fault fault
    ) external;

    /// @notice Bring the stored tier up to date. By anyone; every poke of `Emissions` and collection of fees does it first,
    /// every change of nodes after it, and so do rewards after stake or nodes have fallen.
    function refresh(address operator) external returns (uint8 tier);

    /// @notice Refuse an operator whose stake or stored tier does not allow `leasedUnits` under leases at once; else the
    /// protocol fee of a lease that opens now, as `leaseFeeBps`.
    /// @param requiredStake of all that the operator has registered
    function admit(
        address operator,
        uint256 requiredStake,
        uint256 leasedUnits,
        uint256 baseBps,
        uint256 classSubsidyBps
    ) external view returns (uint16 feeBps);

    /// @notice The protocol fee of a lease of `operator` that opens now, in basis points:
    /// `⌈base · (1 − discount by own stake) · (1 − subsidy)⌉`, with the greater of the class's subsidy and the market's.
    /// @param classSubsidyBps at most 10⁴
    function leaseFeeBps(address operator, uint256 baseBps, uint256 classSubsidyBps) external view returns (uint16);

    function recordOf(address operator) external view returns (Record memory);

    /// @notice `⌊10⁴·(prior·V + good)/(V + good + bad)⌋`, in basis points; 0 if there is neither record nor capacity.
    function scoreOf(address operator) external view returns (uint256 bps);

    /// @notice The stored tier, 0 to 3.
    function tierOf(address operator) external view returns (uint8);

    /// @notice What rewards of the operator are multiplied with, in basis points: that of its stored tier, 0 in tier 0.
    function multiplierOf(address operator) external view returns (uint256 bps);

    /// @notice The tier that `refresh` would store now.
    function currentTier(address operator) external view returns (uint8);
    function tokenWeight(address token) external view returns (uint256);

    /// @notice Name the contract that writes it, once and for ever. By the deployer.
    function wire(address leases) external;

    /// @notice Name the contract that is told when a tier falls, once and for ever. By the deployer.
    function wireEmissions(address emissions) external;
}
