// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IEmissionsHook} from "./IEmissionsHook.sol";

/// @title Emissions: MILL for stake with a record of paid work
/// @notice An epoch is a day (`⌊timestamp/86,400⌋`). Epoch n emits at most `Eₙ`, fading by a schedule that nobody can
/// change, and never more than `maxYieldBps` of the weight that is there; what is not emitted then is never emitted. All
/// weights earn alike, by the second: `perSecond` for each unit (10⁻⁹ MILL), so `emitted` is exactly the sum of what they
/// earn. What an epoch will need is minted to Staking when it is first touched, and when weight grows in it.
///
/// The weight of an operator is its effective stake times the multiplier of its tier. It is stored, and counts until the
/// next poke; growth counts from then on, a fall at once: when it may have fallen, the time since the last accrual is paid
/// at the lower of stored and current weight.
interface IEmissions is IEmissionsHook {
    /// @param weight stored, in 10⁻⁹ MILL
    /// @param fraction earned below MILL's smallest unit, times 10¹⁸
    /// @param rewardPerWeight up to which it was accrued
    /// @param isStale whether its current weight may be below the stored
    struct Account {
        uint64 weight;
        uint64 fraction;
        uint112 rewardPerWeight;
        bool isStale;
    }

    /// @notice A new epoch has begun with `emission` at most, in MILL's smallest unit.
    /// @param rewardPerWeight at its beginning; as all of them, what a unit of weight has earned since ever, times 10¹⁸
    event EpochBegun(uint256 indexed epoch, uint256 emission, uint256 yieldBps, uint256 rewardPerWeight);
    /// @notice Until now the lower of the two weights has earned, from now on `newWeight` does.
    event WeightChanged(
        address indexed operator,
        uint256 oldWeight,
        uint256 newWeight,
        uint256 totalWeight,
        uint256 rewardPerWeight
    );
    /// @notice `amount` was credited for the time until `rewardPerWeight`. Staking says how it was divided.
    event RewardAccrued(address indexed operator, uint256 amount, uint256 weight, uint256 rewardPerWeight);
    event Minted(uint256 amount);

    error NotAuthorized(address caller, address expected);
    /// @notice The schedule could emit `most`, more than the token's cap leaves `room` for.
    error ScheduleAboveCap(uint256 most, uint256 room);
    error ScheduleInvalid(uint256 firstEmission, uint256 decay);

    /// @notice Credit what each operator has earned, and have it weigh what it weighs now. Brings tiers up to date first.
    /// By anyone; with no operators it only goes on with the epochs. None of the operators can make it revert.
    /// @return isCaughtUp false if so many epochs have passed that another poke must go on; until then no weight grows
    function poke(address[] calldata operators) external returns (bool isCaughtUp);

    /// @notice Credit what `operator` has earned at its stored weight, or at the current one where that may be lower, without
    /// looking whether it has grown. By anyone.
    /// @return reward in MILL's smallest unit; Staking divides it among the operator and its delegators
    function claim(address operator) external returns (uint256 reward);

    /// @notice What `claim` would credit now, were the weight not stale.
    function pendingOf(address operator) external view returns (uint256);
    function accountOf(address operator) external view returns (Account memory);

    /// @notice What the operator would weigh if it were poked now and its stored tier is up to date, in 10⁻⁹ MILL.
    function currentWeightOf(address operator) external view returns (uint256);
    function totalWeight() external view returns (uint256);

    /// @notice What a unit of weight has earned until now, times 10¹⁸, and what it earns per second.
    function rewardPerWeight() external view returns (uint256 now_, uint256 perSecond);

    /// @notice What all weights together have earned until now, and what was minted for it, in MILL's smallest unit.
    function emitted() external view returns (uint256);
    function minted() external view returns (uint256);

    /// @notice The epoch up to which everything is accounted for, the most it emits and the yield in force in it.
    function currentEpoch() external view returns (uint256 epoch, uint256 emission, uint256 yieldBps);

    /// @notice The schedule: `firstEmission` in epoch `firstEpoch`, then less by `decay/10¹⁸` of itself each epoch.
    function schedule() external view returns (uint256 firstEpoch, uint256 firstEmission, uint256 decay);
}
