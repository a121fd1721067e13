// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IEscrow} from "../../contracts/interfaces/IEscrow.sol";
import {IParameters} from "../../contracts/interfaces/IParameters.sol";
import {HostileBlocklistToken} from "../../contracts/test/HostileBlocklistToken.sol";
import {HostilePausingToken} from "../../contracts/test/HostilePausingToken.sol";
import {TestToken} from "../../contracts/test/TestToken.sol";
import {VM} from "../support/Cheats.sol";
import {TokenWorld} from "./TokenWorld.sol";

/// @title A token that refuses one account, or all for a while, or has no code, or no permit, harms nobody else
contract RefusalsTest is TokenWorld {
    function test_B02_aBlockedOperatorHoldsUpNobodyAndNamesAnotherBeneficiary() external {
        HostileBlocklistToken token = HostileBlocklistToken(
            address(listed("HostileBlocklistToken.sol:HostileBlocklistToken"))
        );
        address other = VM.addr(9);
        deposit(token, buyer, 1000);
        IEscrow.ChannelTerms memory mine = open(address(token), operator, 500);
        IEscrow.ChannelTerms memory others = open(address(token), other, 500);
        token.setBlocked(operator, true);

        IEscrow.ClaimGroup[] memory groups = new IEscrow.ClaimGroup[](2);
        groups[0] = IEscrow.ClaimGroup(operator, address(token), signed(mine, 500));
        groups[1] = IEscrow.ClaimGroup(other, address(token), signed(others, 500));
        uint256[][] memory paid = escrow.settleGroups(groups);
        same(paid[0][0], 500, "the blocked operator's earnings wait");
        same(paid[1][0], 500, "the other's");
        VM.prank(other);
        escrow.withdrawEarnings(address(token));
        same(token.balanceOf(other), 490, "the other is paid");

        VM.startPrank(operator);
        VM.expectRevert(abi.encodeWithSelector(HostileBlocklistToken.Blocked.selector, operator));
        escrow.withdrawEarnings(address(token));
        same(net(operator, address(token)), 490, "still earned");
        escrow.setBeneficiary(operator, address(token), VM.addr(10));
        escrow.withdrawEarnings(address(token));
        VM.stopPrank();
        same(token.balanceOf(VM.addr(10)), 490, "paid to the beneficiary");
    }

    function test_B02_aBlockedPayerOrCollectorGetsItsMoneyElsewhere() external {
        HostileBlocklistToken token = HostileBlocklistToken(
            address(listed("HostileBlocklistToken.sol:HostileBlocklistToken"))
        );
        deposit(token, buyer, 1000);
        IEscrow.ChannelTerms memory terms = open(address(token), 1000);
        settle(terms, 100);
        token.setBlocked(buyer, true);
        token.setBlocked(collector, true);

        VM.prank(operator);
        same(escrow.close(terms), 900, "closing calls no token");
        VM.prank(collector);
        escrow.collectFees(address(token), one(operator));
        VM.prank(buyer);
        VM.expectRevert(abi.encodeWithSelector(HostileBlocklistToken.Blocked.selector, buyer));
        escrow.withdraw(address(token), 900, buyer);
        withdraw(buyer, address(token), 900, VM.addr(10));
        withdraw(collector, address(token), 2, VM.addr(10));
        same(token.balanceOf(VM.addr(10)), 902, "both went elsewhere");
    }

    function test_B03_aPausedTokenChangesNothingAndARetryWorks() external {
        HostilePausingToken token = HostilePausingToken(address(listed("HostilePausingToken.sol:HostilePausingToken")));
        bytes memory paused = abi.encodeWithSelector(HostilePausingToken.TransfersPaused.selector);
        deposit(token, buyer, 1000);
        IEscrow.ChannelTerms memory terms = open(address(token), 600);
        token.mint(buyer, 5);
        approve(address(token), buyer, 5);
        IEscrow.Claim memory claim = signed(terms, 200)[0];
        token.setPaused(true);

        same(settle(terms, 100), 100, "vouchers settle all the same");
        VM.startPrank(buyer);
        VM.expectRevert(paused);
        escrow.deposit(address(token), 5);
        VM.expectRevert(paused);
        escrow.withdraw(address(token), 400, buyer);
        VM.stopPrank();
        VM.startPrank(operator);
        VM.expectRevert(paused);
        escrow.withdrawEarnings(address(token));
        VM.expectRevert(paused);
        escrow.settleVoucherAndWithdraw(address(token), claim);
        VM.stopPrank();
        same(free(buyer, address(token)), 400, "free balance");
        same(net(operator, address(token)), 98, "earnings");
        same(escrow.channel(escrow.channelIdOf(terms)).settled, 100, "settled");

        token.setPaused(false);
        VM.prank(operator);
        same(escrow.settleVoucherAndWithdraw(address(token), claim), 196, "withdrawn");
        withdraw(buyer, address(token), 400, buyer);
    }

    function test_P31_aTokenWithoutCodeCannotBeListed() external {
        VM.expectRevert(abi.encodeWithSelector(IParameters.TokenWithoutCode.selector, address(0xdead)));
        parameters.setPaymentToken(address(0xdead), true);
    }

    function test_P31_aTokenThatLosesItsCodeCreditsAndPaysNothing() external {
        TestToken token = listed("HostileStrictToken.sol:HostileStrictToken");
        deposit(token, buyer, 1000);
        VM.etch(address(token), "");
        VM.startPrank(buyer);
        VM.expectRevert(abi.encodeWithSelector(IEscrow.TokenCallFailed.selector, address(token)));
        escrow.deposit(address(token), 1000);
        VM.expectRevert(abi.encodeWithSelector(IEscrow.TokenCallFailed.selector, address(token)));
        escrow.depositWithPermit(address(token), buyer, 1000, type(uint256).max, 27, 0, 0);
        VM.expectRevert(abi.encodeWithSelector(SafeERC20.SafeERC20FailedOperation.selector, token));
        escrow.withdraw(address(token), 1000, buyer);
        VM.stopPrank();
        same(free(buyer, address(token)), 1000, "neither more nor less is owed");
    }

    /// @notice A fallback that swallows `permit` proves nothing: an allowance that is left over stays its owner's.
    function test_G18_aPhantomPermitMovesNobodyElsesMoney() external {
        TestToken token = listed("HostilePhantomPermitToken.sol:HostilePhantomPermitToken");
        token.mint(buyer, 1000);
        approve(address(token), buyer, type(uint256).max);
        VM.prank(attacker);
        VM.expectRevert(abi.encodeWithSelector(IEscrow.PermitRefused.selector, buyer, address(token)));
        escrow.depositWithPermit(address(token), buyer, 1000, type(uint256).max, 27, 0, 0);
        same(token.balanceOf(buyer), 1000, "not moved");

        VM.prank(buyer);
        escrow.depositWithPermit(address(token), buyer, 1000, type(uint256).max, 27, 0, 0);
        same(free(buyer, address(token)), 1000, "the owner's own call is the owner's will");
    }

    /// @notice Swallowing an authorisation moves no token, so it credits nothing.
    function test_G18_aPhantomAuthorisationCreditsNothing() external {
        TestToken token = listed("HostilePhantomPermitToken.sol:HostilePhantomPermitToken");
        token.mint(buyer, 1000);
        approve(address(token), buyer, type(uint256).max);
        VM.prank(attacker);
        VM.expectRevert(abi.encodeWithSelector(IEscrow.ZeroAmount.selector));
        escrow.depositWithAuthorization(address(token), attacker, 1000, 0, type(uint256).max, 0, 27, 0, 0);
        VM.expectRevert();
        escrow.depositWithPermit2(address(token), buyer, 1000, 0, type(uint256).max, "");
        same(free(attacker, address(token)) + free(buyer, address(token)), 0, "nothing credited");
    }
}
