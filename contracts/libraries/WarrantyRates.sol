// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

/// @notice What failures of a lease cost, eight rates in basis points of 16 bits each, from the lowest bits:
/// `noShow | abandonFloor | outageStep 1 to 3 | outageCompensation 1 to 3`. All but the steps are shares of the bond; a
/// step is outage over the allowance as a share of the duration, and above the last step all of the bond is due.
type WarrantyRates is uint128;

using WarrantyRatesLib for WarrantyRates global;

library WarrantyRatesLib {
    uint256 internal constant NO_SHOW = 0;
    uint256 internal constant ABANDON_FLOOR = 1;
    uint256 internal constant OUTAGE_STEP = 2;
    uint256 internal constant OUTAGE_COMPENSATION = 5;

    function noShowBps(WarrantyRates rates) internal pure returns (uint256) {
        return _at(rates, NO_SHOW);
    }

    function abandonFloorBps(WarrantyRates rates) internal pure returns (uint256) {
        return _at(rates, ABANDON_FLOOR);
    }

    /// @param step 0 to 2
    function outageStepBps(WarrantyRates rates, uint256 step) internal pure returns (uint256) {
        return _at(rates, OUTAGE_STEP + step);
    }

    /// @param step 0 to 2
    function outageCompensationBps(WarrantyRates rates, uint256 step) internal pure returns (uint256) {
        return _at(rates, OUTAGE_COMPENSATION + step);
    }

    /// @notice The same rates with another one at `index`, 0 to 7.
    function withRate(WarrantyRates rates, uint256 index, uint16 bps) internal pure returns (WarrantyRates) {
        uint256 shift = 16 * index;
        uint256 others = WarrantyRates.unwrap(rates) & ~(uint256(type(uint16).max) << shift);
        return WarrantyRates.wrap(uint128(others | (uint256(bps) << shift)));
    }

    function _at(WarrantyRates rates, uint256 index) private pure returns (uint256) {
        return (WarrantyRates.unwrap(rates) >> (16 * index)) & type(uint16).max;
    }
}
