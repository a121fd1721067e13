// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IEscrow} from "../../contracts/interfaces/IEscrow.sol";
import {VM} from "../support/Cheats.sol";
import {Dice} from "../support/Random.sol";
import {HotPathWorld} from "../support/HotPathWorld.sol";

/// @title The hot path does exactly what plain Solidity does
/// @notice Each test makes a random state and random claims, runs the same call on Escrow and, from the same state and
/// at the same address, on `PlainEscrow`; what is returned, stored and emitted must be the same to the last bit.
contract HotPathTest is HotPathWorld {
    function testFuzz_settle(uint256 seed) external {
        Dice memory dice = Dice(seed);
        (address operator, address token) = (anyOperator(dice), anyToken(dice));
        bytes memory call = abi.encodeCall(IEscrow.settle, (operator, token, claims(dice, operator, token, 12)));
        check(compare(call, address(this)), "no claim makes settle revert");
    }

    function testFuzz_settleGroups(uint256 seed) external {
        Dice memory dice = Dice(seed);
        IEscrow.ClaimGroup[] memory groups = new IEscrow.ClaimGroup[](dice.below(5));
        for (uint256 i; i < groups.length; ++i) {
            (address operator, address token) = (anyOperator(dice), anyToken(dice));
            groups[i] = IEscrow.ClaimGroup(operator, token, claims(dice, operator, token, 5));
        }
        check(compare(abi.encodeCall(IEscrow.settleGroups, (groups)), address(this)), "settleGroups never reverts");
    }

    function testFuzz_settleVoucherAndWithdraw(uint256 seed) external {
        Dice memory dice = Dice(seed);
        (address operator, address token) = (anyOperator(dice), anyToken(dice));
        IEscrow.Claim memory given = anyClaim(dice, operator, token);
        compare(abi.encodeCall(IEscrow.settleVoucherAndWithdraw, (token, given)), operator);
    }

    /// @notice A relayer that takes all leaves nothing to withdraw, even where paying it first would make room for it.
    function test_settleVoucherAndWithdrawOfWhatTheRelayerTakesWhole() external {
        Dice memory dice = Dice(1);
        (address operator, address token) = (anyOperator(dice), anyToken(dice));
        haveRelayerTakeAll(operator, token, type(uint96).max - 10);
        uint256 entry = haveChannel(operator, token, 1, 1_000);
        (bytes32 r, bytes32 vs) = VM.signCompact(1, escrow.voucherDigest(operator, token, uint160(entry >> 96), 1_000));
        IEscrow.Claim memory given = IEscrow.Claim(entry, r, vs);
        bytes memory call = abi.encodeCall(IEscrow.settleVoucherAndWithdraw, (token, given));
        check(!compare(call, operator), "there is nothing to withdraw");
        IEscrow.Claim[] memory one = new IEscrow.Claim[](1);
        one[0] = given;
        check(
            compare(abi.encodeCall(IEscrow.settle, (operator, token, one)), address(this)),
            "it settles all the same"
        );
        (, uint256 accrued) = escrow.relayerFees(operator, token);
        same(accrued, 1_000, "the relayer's");
    }

    function testFuzz_settleBatch(uint256 seed) external {
        Dice memory dice = Dice(seed);
        (address token, uint256 key) = (anyToken(dice), anyKey(dice));
        uint256[] memory runs = new uint256[](dice.below(6));
        uint256[] memory sizes = new uint256[](runs.length);
        uint256 count;
        // Runs of one entry have a path of their own.
        for (uint256 i; i < runs.length; ++i) count += sizes[i] = dice.chance(60) ? 1 : dice.below(5);
        uint256[] memory entries = new uint256[](count);
        uint256 at;
        for (uint256 i; i < runs.length; ++i) {
            address operator = dice.chance(20) ? address(0) : anyOperator(dice);
            runs[i] = (uint256(uint160(operator)) << 96) | sizes[i];
            for (uint256 end = at + sizes[i]; at < end; ++at) {
                entries[at] = operator == address(0) ? dice.next() : anyEntry(dice, operator, token, key);
            }
        }
        bool mismatched = count > 0 && dice.chance(5);
        (bytes32 r, bytes32 vs) = VM.signCompact(key, batchDigest(token, runs, entries));
        if (mismatched) runs[dice.below(runs.length)] ^= 1 + dice.magnitude(95);
        if (dice.chance(10)) (r, vs) = badSignature(dice, r, vs);
        bool ok = compare(abi.encodeCall(IEscrow.settleBatch, (token, runs, entries, r, vs)), address(this));
        check(ok || mismatched, "settleBatch reverts only if the runs do not fit");
    }

    function testFuzz_settleTakesClaimsOfAnyContent(
        address operator,
        address token,
        IEscrow.Claim[] calldata given
    ) external {
        check(compare(abi.encodeCall(IEscrow.settle, (operator, token, given)), address(this)), "settle");
    }

    /// @notice A fork changes the chain id after deployment (G-03): vouchers of the other chain recover another signer,
    /// and those of this chain still settle.
    function testFuzz_settlesOnAForkWithAnotherChainId(uint256 seed, uint64 chainId) external {
        VM.assume(chainId != 0);
        Dice memory dice = Dice(seed);
        (address operator, address token) = (anyOperator(dice), anyToken(dice));
        IEscrow.Claim[] memory before = claims(dice, operator, token, 4);
        VM.chainId(chainId);
        check(compare(abi.encodeCall(IEscrow.settle, (operator, token, before)), address(this)), "old vouchers");
        IEscrow.Claim[] memory now_ = claims(dice, operator, token, 4);
        check(compare(abi.encodeCall(IEscrow.settle, (operator, token, now_)), address(this)), "new vouchers");
    }
}
