// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @title A total whose parts shrink together
/// @notice Many parts, booked one by one, of which a slash takes the same share at once. A part is worth
/// `⌊nominal·scale now/scale at booking⌋`; taking from all multiplies the scale, rounded down, and touches no part. So
/// the parts never add up to more than the total. When little more than dust is left, an era ends: its parts are void.
library ScaledTotal {
    using SafeCast for uint256;

    /// @notice One storage word.
    /// @param total at least what all live parts are worth
    /// @param scale what one unit of nominal booked at `FULL_SCALE` is worth, times `FULL_SCALE`
    /// @param era parts of an earlier era are void
    /// @param count live parts
    struct Total {
        uint96 total;
        uint96 scale;
        uint24 era;
        uint40 count;
    }

    /// @notice One part, in one storage word. A part that was never booked has `scale` 0.
    struct Part {
        uint96 nominal;
        uint96 scale;
        uint24 era;
    }

    uint256 internal constant FULL_SCALE = 1e28;

    /// @notice Below this scale rounding it would be felt. To get there takes a slash of all but one part in 10¹⁹, or as
    /// many slashes without ever a moment in which no part was live.
    uint256 internal constant LEAST_SCALE = 1e9;

    /// @notice A part as it is booked at full scale in the first era: whoever knows its nominal need not store it.
    function plain(uint256 nominal) internal pure returns (Part memory) {
        return Part(nominal.toUint96(), uint96(FULL_SCALE), 0);
    }

    /// @notice Whether a part is of full scale and the first era, as one that is booked while no slash has reached the live.
    function isPlain(Part memory part) internal pure returns (bool) {
        return part.scale == FULL_SCALE && part.era == 0;
    }

    /// @notice What a part is worth now, rounded down. 0 if its era has ended.
    function live(Total memory t, Part memory part) internal pure returns (uint256) {
        if (part.scale == 0 || part.era != t.era) return 0;
        return (uint256(part.nominal) * t.scale) / part.scale;
    }

    /// @notice Add `amount` to a part, or book it if it has none of this era. Changes `part` and `t`.
    function add(Total memory t, Part memory part, uint256 amount) internal pure {
        if (t.count == 0) t.scale = uint96(FULL_SCALE);
        if (part.scale == 0 || part.era != t.era) ++t.count;
        part.nominal = (live(t, part) + amount).toUint96();
        part.scale = t.scale;
        part.era = t.era;
        t.total = (t.total + amount).toUint96();
    }

    /// @notice Take at most `amount` of one part, which stays booked with the rest. Changes `part` and `t`.
    function take(Total memory t, Part memory part, uint256 amount) internal pure returns (uint256 taken) {
        uint256 worth = live(t, part);
        if (worth == 0) return 0;
        taken = amount < worth ? amount : worth;
        part.nominal = (worth - taken).toUint96();
        part.scale = t.scale;
        t.total = (t.total - taken).toUint96();
    }

    /// @notice Take one part off. The caller deletes it. With the last one goes what rounding has left of the total.
    /// @return worth what it was worth
    /// @return dust what was left of the total without any part
    function remove(Total memory t, Part memory part) internal pure returns (uint256 worth, uint256 dust) {
        if (part.scale == 0 || part.era != t.era) return (0, 0);
        worth = live(t, part);
        uint256 left = t.total - worth;
        if (--t.count == 0) (left, dust) = (0, left);
        t.total = left.toUint96();
    }

    /// @notice Take `amount`, at most the total, from all parts alike.
    /// @return dust what was left of the total when the era ended with this; else 0
    function shrink(Total memory t, uint256 amount) internal pure returns (uint256 dust) {
        if (amount == 0) return 0;
        uint256 left = t.total - amount;
        // At most 96 + 96 bits.
        uint256 scale = (uint256(t.scale) * left) / t.total;
        if (scale < LEAST_SCALE) {
            (left, dust) = (0, left);
            t.count = 0;
            ++t.era;
        }
        t.total = left.toUint96();
        t.scale = scale.toUint96();
    }
}
