// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ScaledTotal} from "../../contracts/libraries/ScaledTotal.sol";
import {Check} from "../support/Check.sol";
import {Dice, Random} from "../support/Random.sol";

/// @title A total whose parts shrink together, against a model that keeps every part to 2⁻¹²⁸ of a unit
contract ScaledTotalTest is Check {
    using ScaledTotal for ScaledTotal.Total;

    uint256 private constant PARTS = 6;
    uint256 private constant UNIT = 1 << 128;

    function testFuzz_partsNeverAddUpToMoreThanTheTotalAndFollowTheModel(uint256 seed) external pure {
        Dice memory dice = Dice(seed);
        ScaledTotal.Total memory t;
        ScaledTotal.Part[] memory parts = new ScaledTotal.Part[](PARTS);
        uint256[] memory model = new uint256[](PARTS);
        for (uint256 step; step < 60; ++step) {
            uint256 i = dice.below(PARTS);
            uint256 roll = dice.below(10);
            if (roll < 4) {
                _add(t, parts[i], model, i, dice.magnitude(87));
            } else if (roll < 6) {
                _take(t, parts[i], model, i, dice.magnitude(88));
            } else if (roll < 7) {
                _remove(t, parts, model, i);
            } else if (t.total != 0) {
                _shrink(t, model, dice.chance(10) ? t.total : dice.below(uint256(t.total) + 1));
            }
            _compare(t, parts, model);
        }
    }

    /// @notice S-29: multiplied first and divided once, so that a third is a third, at any scale that lasts.
    function testFuzz_S29_aThirdTakenIsAThirdOfEveryPart(uint96 nominal, uint96 other, uint256 before) external pure {
        ScaledTotal.Total memory t;
        ScaledTotal.Part memory part;
        ScaledTotal.Part memory rest;
        uint256 a = Random.fit(nominal, 3, 1e27);
        t.add(rest, Random.fit(other, 3, 1e27));
        t.shrink(Random.fit(before, 0, t.total - t.total / 1e6 - 1));
        t.add(part, a);
        t.shrink(t.total / 3);
        uint256 worth = t.live(part);
        // Three roundings at most: of the third, of the scale (one part in 10¹⁸ of the part), of the worth.
        atMost(worth, (a * 2) / 3 + 2, "what is left");
        atMost((a * 2) / 3, worth + a / 1e12 + 2, "what is taken");
    }

    function test_whenTheLastPartGoesNoDustStaysLocked() external pure {
        ScaledTotal.Total memory t;
        ScaledTotal.Part memory a;
        ScaledTotal.Part memory b;
        t.add(a, 10);
        t.add(b, 10);
        t.shrink(5);
        t.remove(a);
        (uint256 worth, uint256 dust) = t.remove(b);
        same(worth, 7, "worth");
        same(dust, 1, "dust");
        same(t.total, 0, "total");
    }

    function test_whenAlmostAllIsTakenPartsAreVoidAndNewOnesWhole() external pure {
        ScaledTotal.Total memory t;
        ScaledTotal.Part memory old;
        ScaledTotal.Part memory fresh;
        t.add(old, 1e27);
        same(t.shrink(1e27 - 1e7), 1e7, "the rest is handed over");
        same(t.live(old), 0, "the old part");
        t.add(fresh, 7);
        same(t.live(fresh), 7, "the new part");
        (uint256 worth, ) = t.remove(old);
        same(worth, 0, "a void part brings nothing");
        same(t.total, 7, "and takes nothing");
        same(t.count, 1, "count");
    }

    function _add(
        ScaledTotal.Total memory t,
        ScaledTotal.Part memory part,
        uint256[] memory model,
        uint256 i,
        uint256 amount
    ) private pure {
        if (t.total + amount > 1e27) return;
        if (part.era != t.era) model[i] = 0;
        t.add(part, amount);
        model[i] += amount * UNIT;
    }

    function _take(
        ScaledTotal.Total memory t,
        ScaledTotal.Part memory part,
        uint256[] memory model,
        uint256 i,
        uint256 amount
    ) private pure {
        uint256 before = t.live(part);
        uint256 taken = t.take(part, amount);
        same(taken, amount < before ? amount : before, "taken");
        same(t.live(part), before - taken, "what is left of the part");
        model[i] = taken == before ? 0 : model[i] - taken * UNIT;
    }

    function _remove(
        ScaledTotal.Total memory t,
        ScaledTotal.Part[] memory parts,
        uint256[] memory model,
        uint256 i
    ) private pure {
        (uint256 before, uint256 live) = (t.total, t.live(parts[i]));
        (uint256 worth, uint256 dust) = t.remove(parts[i]);
        same(worth, live, "worth");
        same(t.total + worth + dust, before, "total");
        parts[i] = ScaledTotal.Part(0, 0, 0);
        model[i] = 0;
    }

    function _shrink(ScaledTotal.Total memory t, uint256[] memory model, uint256 amount) private pure {
        (uint256 before, uint256 era) = (t.total, t.era);
        uint256 dust = t.shrink(amount);
        same(t.total + amount + dust, before, "total");
        if (t.era == era) same(dust, 0, "dust");
        for (uint256 i; i < PARTS; ++i) {
            model[i] = t.era == era ? Math.mulDiv(model[i], before - amount, before) : 0;
        }
    }

    function _compare(
        ScaledTotal.Total memory t,
        ScaledTotal.Part[] memory parts,
        uint256[] memory model
    ) private pure {
        uint256 sum;
        for (uint256 i; i < PARTS; ++i) {
            uint256 live = t.live(parts[i]);
            uint256 exact = model[i] / UNIT;
            sum += live;
            atMost(live, exact + 1, "a part is at most what the model says");
            // One unit for each merge, and the scale's own rounding.
            atMost(exact, live + 64 + exact / 1e6, "and hardly less");
        }
        atMost(sum, t.total, "all parts");
    }
}
