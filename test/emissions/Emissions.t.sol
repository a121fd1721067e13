// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {EmissionMath} from "../../contracts/libraries/EmissionMath.sol";
import {Check} from "../support/Check.sol";
import {VM} from "../support/Cheats.sol";
import {Dice, Random} from "../support/Random.sol";
import {EmissionsWorld} from "./EmissionsWorld.sol";

/// @title What operators earn, however often and by whomever they are poked
contract EmissionsTest is Check, EmissionsWorld {
    address private constant A = address(0xa11ce);
    address private constant B = address(0xb0b);
    address private constant C = address(0xca401);

    function setUp() external {
        deployEmissions();
    }

    /// @dev `k` accruals at random times against one: the same accumulator, the same rewards, to the wei.
    function testFuzz_E05_kPokesAreOnePoke(uint256 seed, uint8 k, uint32 duration) external {
        newOperator(A, 1_000_000, 10_000);
        newOperator(B, 123_457, 8_000);
        uint256 span = Random.fit(duration, 1, 80 days);
        uint256 start = VM.getBlockTimestamp();
        uint256 before = VM.snapshotState();

        VM.warp(start + span);
        (uint256 perWeight, ) = emissions.rewardPerWeight();
        emissions.claim(A);
        emissions.claim(B);
        uint256[4] memory once = [ownOf(A), ownOf(B), emissions.emitted(), emissions.minted()];
        VM.revertToState(before);

        Dice memory dice = Dice(seed);
        uint256 at;
        for (uint256 i; i < k % 24; ++i) {
            at += dice.below(span - at + 1);
            VM.warp(start + at);
            emissions.claim(dice.chance(50) ? A : B);
            if (dice.chance(20)) emissions.poke(new address[](0));
        }
        VM.warp(start + span);
        emissions.claim(A);
        emissions.claim(B);
        (uint256 perWeightOfMany, ) = emissions.rewardPerWeight();
        same(perWeightOfMany, perWeight, "reward per weight");
        same(ownOf(A), once[0], "A");
        same(ownOf(B), once[1], "B");
        same(emissions.emitted(), once[2], "emitted");
        atMost(once[3], emissions.minted(), "minted");
    }

    function test_anEpochEmitsTheLowerOfScheduleAndYield() external {
        // 0.05 % of a million is 500 MILL a day, far below the schedule.
        newOperator(A, 1_000_000, 10_000);
        pass(DAY);
        emissions.claim(A);
        _near(ownOf(A) - 1_000_000 * MILL, 500 * MILL, "by yield");

        // 400 million would yield 200,000 MILL; the schedule gives 140,000 less two days of decay.
        newOperator(B, 400_000_000, 10_000);
        (, uint256 emission, ) = emissions.currentEpoch();
        same(emission, EmissionMath.next(FIRST_EMISSION, DECAY), "the second epoch");
        uint256 before = emissions.emitted();
        pass(DAY - 1);
        _near(emissions.emitted() - before, (emission * (DAY - 1)) / DAY, "by schedule");
    }

    function test_E01_anEpochWithoutWeightMintsNothingAndLeavesNothingForTheFirst() external {
        pass(40 days);
        emissions.poke(new address[](0));
        same(emissions.minted(), 0, "minted without weight");
        newOperator(A, 1_000_000, 10_000);
        same(ownOf(A), 1_000_000 * MILL, "at once");
        pass(DAY);
        emissions.claim(A);
        _near(ownOf(A) - 1_000_000 * MILL, 500 * MILL, "a day's yield, not forty's");
        (, uint256 emission, ) = emissions.currentEpoch();
        uint256 expected = FIRST_EMISSION;
        for (uint256 i; i < 41; ++i) expected = EmissionMath.next(expected, DECAY);
        same(emission, expected, "the schedule went on");
    }

    function test_E07_aLateComerStartsFromNow() external {
        newOperator(A, 1_000_000, 10_000);
        pass(30 days);
        newOperator(B, 1_000_000, 10_000);
        same(emissions.pendingOf(B), 0, "pending");
        emissions.claim(B);
        same(ownOf(B), 1_000_000 * MILL, "nothing of the past");
        pass(DAY);
        emissions.claim(B);
        _near(ownOf(B) - 1_000_000 * MILL, 500 * MILL, "a day's");
    }

    function test_E07_aLateDelegatorHasNothingOfThePast() external {
        newOperator(A, 1_000_000, 10_000);
        pass(30 days);
        fund(C, 1_000_000 * MILL);
        VM.prank(C);
        staking.delegate(A, 1_000_000 * MILL, 0);
        _near(ownOf(A) - 1_000_000 * MILL, 15_000 * MILL, "paid before the other enters");
        (, uint256 tokens) = staking.delegationOf(A, C);
        atMost(tokens, 1_000_000 * MILL, "the late delegator");
    }

    function test_E07_nobodyJoinsThePastHoweverLongNobodyCalled() external {
        newOperator(A, 1_000_000, 10_000);
        newOperator(B, 1_000_000, 10_000);
        fund(C, 1_000_000 * MILL);
        fund(B, 1_000_000 * MILL);
        VM.prank(C);
        staking.delegate(B, 1_000_000 * MILL, 0);
        pass(1_000 days);
        VM.prank(B);
        uint256 gasBefore = gasleft();
        staking.stake(1_000_000 * MILL);
        atMost(gasBefore - gasleft(), 3_000_000, "gas of a thousand days");
        fund(C, 1_000_000 * MILL);
        VM.prank(C);
        staking.delegate(A, 1_000_000 * MILL, 0);

        emissions.claim(A);
        emissions.claim(B);
        _near(ownOf(A) - 1_000_000 * MILL, 500_000 * MILL, "a thousand days before anybody was behind it");
        (, uint256 tokens) = staking.delegationOf(A, C);
        atMost(tokens, 1_000_000 * MILL, "the late delegator");
        _near(ownOf(B) - 2_000_000 * MILL, 250_000 * MILL, "half of the same: own stake that came later had no part");
    }

    function test_E09_growthCountsFromThePokeOnly() external {
        newOperator(A, 1_000, 10_000);
        pass(30 days);
        standing.setRequiredStake(A, uint96(1_000_000 * MILL));
        fund(A, 999_000 * MILL);
        VM.prank(A);
        staking.stake(999_000 * MILL);
        poke(A);
        _near(ownOf(A) - 1_000_000 * MILL, 15 * MILL, "thirty days of 1,000 MILL");
        same(emissions.accountOf(A).weight, ownOf(A) / 1e9, "weighs all of it from now on");
    }

    function test_E14_aFallIsPaidAtTheLowerSinceTheLastAccrual() external {
        newOperator(A, 1_000_000, 10_000);
        newOperator(B, 1_000_000, 10_000);
        pass(10 days);
        emissions.claim(A);
        uint256 before = ownOf(A);
        pass(10 days);
        standing.setMultiplier(A, 5_000);
        emissions.claim(A);
        _near(ownOf(A) - before, (before * 25) / 10_000, "ten days at half");
        standing.setMultiplier(B, 0);
        poke(B);
        same(ownOf(B), 1_000_000 * MILL, "nothing at zero");
        same(emissions.totalWeight(), emissions.accountOf(A).weight, "B weighs nothing");
    }

    /// @dev Neither by a claim nor by a move of stake, in any order after the fall.
    function testFuzz_E14_aFallCannotBeHarvested(uint8 way, uint8 road) external {
        newOperator(A, 1_000_000, 10_000);
        fund(A, 10 * MILL);
        fund(C, 10 * MILL);
        pass(20 days);
        if (way % 3 == 0) standing.setMultiplier(A, 0);
        else if (way % 3 == 1) standing.setRequiredStake(A, 0);
        else standing.setNextMultiplier(A, 0);
        uint256 before = staking.operatorStake(A).own + staking.operatorStake(A).delegated;
        uint256 added;
        if (road % 4 == 0 && way % 3 != 2) emissions.claim(A);
        else if (road % 4 == 1) poke(A);
        else if (road % 4 == 2 && way % 3 != 2) {
            added = 10 * MILL;
            VM.prank(C);
            staking.delegate(A, added, 0);
        } else {
            added = 10 * MILL;
            VM.prank(A);
            staking.stake(added);
            poke(A);
        }
        same(staking.operatorStake(A).own + staking.operatorStake(A).delegated, before + added, "harvested");
    }

    function test_aThawWeighsLessFromItsRequest() external {
        newOperator(A, 1_000_000, 10_000);
        pass(10 days);
        VM.prank(A);
        staking.requestThaw(900_000 * MILL);
        uint256 own = ownOf(A);
        _near(own - 100_000 * MILL, 5_000 * MILL, "until the request at the whole");
        pass(10 days);
        emissions.claim(A);
        _near(ownOf(A) - own, (own * 5) / 1_000, "after it at what is left");
    }

    function test_E25_stakeOfAMomentEarnsNothing() external {
        newOperator(B, 1_000_000, 10_000);
        newOperator(A, 1_000, 10_000);
        pass(10 days);
        emissions.claim(A);
        uint256 before = ownOf(A);
        standing.setRequiredStake(A, uint96(50_000_000 * MILL));
        fund(A, 50_000_000 * MILL);
        VM.prank(A);
        staking.stake(50_000_000 * MILL);
        poke(A);
        emissions.claim(A);
        VM.prank(A);
        staking.requestThaw(50_000_000 * MILL);
        poke(A);
        same(ownOf(A), before, "within a second");
    }

    function test_E13_anEpochBelongsToItsBeginning() external {
        newOperator(A, 400_000_000, 10_000);
        VM.warp(START + DAY - 1);
        emissions.claim(A);
        (uint256 epoch, , ) = emissions.currentEpoch();
        same(epoch, START / DAY, "the last second");
        VM.warp(START + DAY);
        emissions.claim(A);
        (epoch, , ) = emissions.currentEpoch();
        same(epoch, START / DAY + 1, "the first second of the next");
        _near(ownOf(A) - 400_000_000 * MILL, FIRST_EMISSION, "exactly the first epoch's");
    }

    function test_E18_yearsWithoutACallAreCaughtUpInBoundedSteps() external {
        newOperator(A, 1_000_000, 10_000);
        pass(1_000 days);
        uint256 gasBefore = gasleft();
        bool isCaughtUp = emissions.poke(new address[](0));
        atMost(gasBefore - gasleft(), 300_000, "gas of a step");
        check(!isCaughtUp, "a step is not all");

        // Nobody's weight grows before all is caught up, so nobody earns of a past in which it was not there.
        newOperator(B, 1_000_000, 10_000);
        same(emissions.accountOf(B).weight, 0, "not yet");
        uint256 steps;
        while (!emissions.poke(new address[](0))) ++steps;
        atMost(steps, 12, "steps");
        poke(B);
        emissions.claim(A);
        emissions.claim(B);
        _near(ownOf(A) - 1_000_000 * MILL, 500_000 * MILL, "nothing of a thousand days is lost");
        same(ownOf(B), 1_000_000 * MILL, "nothing of the past");
    }

    function test_E03_aNewYieldReachesNoPast() external {
        newOperator(A, 1_000_000, 10_000);
        pass(10 days + 1);
        parameters.set("maxYieldBps", 10);
        emissions.claim(A);
        _near(ownOf(A) - 1_000_000 * MILL, 5_000 * MILL + (1_000 * MILL) / DAY, "ten days, and a second");
        (, , uint256 yieldBps) = emissions.currentEpoch();
        same(yieldBps, 10, "in the epoch in which it is seen");
        parameters.set("maxYieldBps", 10_000);
        pass(DAY);
        emissions.poke(new address[](0));
        (, , yieldBps) = emissions.currentEpoch();
        same(yieldBps, 100, "never above one percent");
    }

    function test_P2_fakeNodesEarnNoMoreThanOne() external {
        // Ten nodes under ten accounts against one account with one node: the same stake.
        newOperator(A, 1_000_000, 10_000);
        for (uint160 i; i < 10; ++i) newOperator(address(0xfa4e + i), 100_000, 10_000);
        // Whoever registers more than its stake covers weighs no more.
        standing.setRequiredStake(A, uint96(50_000_000 * MILL));
        poke(A);
        // And without paid work (tier 0) nothing.
        newOperator(C, 1_000_000, 0);
        pass(30 days);
        uint256 ofMany;
        for (uint160 i; i < 10; ++i) {
            emissions.claim(address(0xfa4e + i));
            ofMany += ownOf(address(0xfa4e + i));
        }
        emissions.claim(A);
        poke(C);
        atMost(ofMany, ownOf(A) + 10, "ten fakes");
        same(ownOf(C), 1_000_000 * MILL, "no work, no reward");
    }

    function test_theRewardsOfAPoolAreDividedByCommissionAndShares() external {
        newOperator(A, 100_000, 10_000);
        standing.setRequiredStake(A, uint96(200_000 * MILL));
        fund(C, 100_000 * MILL);
        VM.prank(C);
        staking.delegate(A, 100_000 * MILL, 0);
        poke(A);
        VM.prank(A);
        staking.setCommission(1_000);
        pass(7 days);
        uint256 before = ownOf(A);
        emissions.claim(A);
        pass(DAY);
        before = ownOf(A);
        (, uint256 tokens) = staking.delegationOf(A, C);
        emissions.claim(A);
        (, uint256 later) = staking.delegationOf(A, C);
        uint256 reward = ownOf(A) - before + later - tokens;
        _near(later - tokens, (reward * 9 * tokens) / (10 * (before + tokens)), "after commission, by stake");
    }

    function test_E03_aCommissionThatRoseReachesNoPast() external {
        newOperator(A, 100_000, 10_000);
        standing.setRequiredStake(A, uint96(200_000 * MILL));
        fund(C, 100_000 * MILL);
        VM.prank(C);
        staking.delegate(A, 100_000 * MILL, 0);
        poke(A);
        VM.prank(A);
        staking.setCommission(10_000);
        pass(30 days);
        emissions.claim(A);
        (, uint256 tokens) = staking.delegationOf(A, C);
        atMost(101_400 * MILL, tokens, "thirty days without a commission");
        pass(DAY);
        emissions.claim(A);
        (, uint256 later) = staking.delegationOf(A, C);
        same(later, tokens, "from then on all is the operator's");
    }

    function test_onlyStakingAccruesAndOnlyQualityAndNodesTellOfFalls() external {
        VM.expectRevert();
        emissions.accrue(A, false);
        VM.expectRevert();
        emissions.noteFall(A);
        VM.expectRevert();
        emissions.noteNodes(A);
        VM.expectRevert();
        emissions.settleFall(A);
    }

    /// @dev Within a millionth of a MILL per day and million of weight, as each second's part is rounded down.
    function _near(uint256 found, uint256 expected, string memory what) private pure {
        atMost(found, expected, what);
        atMost(expected - found, expected / 1e9 + 1e9, what);
    }
}
