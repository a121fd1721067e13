// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IEscrow} from "../../contracts/interfaces/IEscrow.sol";
import {HostileRebasingToken} from "../../contracts/test/HostileRebasingToken.sol";
import {HostileStrictToken} from "../../contracts/test/HostileStrictToken.sol";
import {HostileTwoDoorsToken} from "../../contracts/test/HostileTwoDoorsToken.sol";
import {TestToken} from "../../contracts/test/TestToken.sol";
import {VM} from "../support/Cheats.sol";
import {World} from "../support/World.sol";
import {TokenWorld} from "./TokenWorld.sol";

/// @title Whatever a token does, Escrow owes what arrived and pays what it owes (T-01 to T-05)
contract CustodyTest is TokenWorld {
    function test_T03_everyTokenGoesInIsEarnedAndComesOut() external {
        _live(_honest("Two decimals", 2), 1_000_000);
        _live(_honest("Eighteen decimals", 18), 1_000_000);
        _live(_honest("<script>alert(1)</script>", 24), 1_000_000);
        _live(listed("HostileNoReturnToken.sol:HostileNoReturnToken"), 1_000_000);
        _live(listed("HostileFalseToken.sol:HostileFalseToken"), 1_000_000);
        _live(listed("HostileStrictToken.sol:HostileStrictToken"), 1_000_000);
        _live(listed("HostileBlocklistToken.sol:HostileBlocklistToken"), 1_000_000);
        _live(listed("HostilePausingToken.sol:HostilePausingToken"), 1_000_000);
        _live(listed("HostileReentrantToken.sol:HostileReentrantToken"), 1_000_000);
        _live(listed("HostileFeeToken.sol:HostileFeeToken"), 990_000);
        _live(listed("HostileShortToken.sol:HostileShortToken"), 500_000);
        HostileRebasingToken rebasing = HostileRebasingToken(
            address(listed("HostileRebasingToken.sol:HostileRebasingToken"))
        );
        rebasing.rebase(3);
        _live(rebasing, 999_999);
    }

    function test_T01_creditsWhatArrivedOfATokenThatTakesAFee() external {
        address token = address(listed("HostileFeeToken.sol:HostileFeeToken"));
        same(deposit(TestToken(token), buyer, 1000), 990, "credited");
        same(free(buyer, token), 990, "free balance");
        same(held(token), 990, "held");
        VM.prank(buyer);
        VM.expectRevert(abi.encodeWithSelector(IEscrow.InsufficientFreeBalance.selector, buyer, token, 990, 1000));
        escrow.withdraw(token, 1000, buyer);
    }

    function test_T01_refusesADepositOfWhichNothingArrives() external {
        TestToken token = listed("HostileFeeToken.sol:HostileFeeToken");
        token.mint(buyer, 1);
        approve(address(token), buyer, 1);
        VM.prank(buyer);
        VM.expectRevert(abi.encodeWithSelector(IEscrow.ZeroAmount.selector));
        escrow.deposit(address(token), 1);
    }

    function test_T02_aRebaseDownFailsLoudlyAndCuresUpwards() external {
        HostileRebasingToken token = HostileRebasingToken(
            address(listed("HostileRebasingToken.sol:HostileRebasingToken"))
        );
        TestToken other = _honest("Other", 6);
        token.rebase(2);
        deposit(token, buyer, 1000);
        deposit(token, attacker, 1000);
        deposit(other, buyer, 1000);
        token.rebase(1);
        same(held(address(token)), 1000, "half is gone");

        withdraw(attacker, address(token), 1000, attacker);
        VM.prank(buyer);
        VM.expectRevert(
            abi.encodeWithSelector(IERC20Errors.ERC20InsufficientBalance.selector, address(escrow), 0, 1000)
        );
        escrow.withdraw(address(token), 1000, buyer);
        same(free(buyer, address(token)), 1000, "still owed");
        withdraw(buyer, address(other), 1000, buyer);

        token.mint(address(escrow), 1000);
        withdraw(buyer, address(token), 1000, buyer);
        same(token.balanceOf(buyer), 1000, "paid once the money is back");
    }

    function test_T03_falseIsAFailure() external {
        TestToken token = listed("HostileFalseToken.sol:HostileFalseToken");
        bytes memory failed = abi.encodeWithSelector(SafeERC20.SafeERC20FailedOperation.selector, token);
        token.mint(buyer, 1000);
        VM.prank(buyer);
        VM.expectRevert(failed);
        escrow.deposit(address(token), 1000);
        same(free(buyer, address(token)), 0, "nothing credited");

        deposit(token, buyer, 1000);
        VM.prank(address(escrow));
        check(token.transfer(attacker, 1000), "the token loses Escrow's money");
        VM.prank(buyer);
        VM.expectRevert(failed);
        escrow.withdraw(address(token), 1000, buyer);
        same(free(buyer, address(token)), 1000, "still owed");
    }

    /// @notice A token that refuses zero never sees a zero from Escrow, and a refused amount changes nothing.
    function test_T03_zeroIsNeverMovedAndLargeAmountsLeaveInParts() external {
        TestToken token = listed("HostileStrictToken.sol:HostileStrictToken");
        uint256 most = type(uint96).max;
        deposit(token, buyer, most);
        deposit(token, buyer, most);
        IEscrow.ChannelTerms memory empty = open(address(token), 0);
        VM.prank(operator);
        same(escrow.close(empty), 0, "an empty channel closes");
        VM.prank(collector);
        escrow.collectFees(address(token), one(operator));
        escrow.collectRelayerFees(address(token), one(operator));

        VM.prank(buyer);
        VM.expectRevert(abi.encodeWithSelector(HostileStrictToken.AmountRefused.selector, 2 * most));
        escrow.withdraw(address(token), 2 * most, buyer);
        withdraw(buyer, address(token), most, buyer);
        withdraw(buyer, address(token), most, attacker);
        same(held(address(token)), 0, "all is out");
    }

    function test_T03_aPositionAbove96BitsIsRefusedAndStaysFree() external {
        TestToken token = _honest("Twenty-four decimals", 24);
        uint256 amount = uint256(type(uint96).max) + 1;
        deposit(token, buyer, amount);
        VM.startPrank(buyer);
        VM.expectRevert(abi.encodeWithSelector(IEscrow.AmountTooLarge.selector, amount));
        escrow.open(operator, address(token), buyer, 0, amount);
        escrow.open(operator, address(token), buyer, 0, amount - 1);
        VM.stopPrank();
        same(free(buyer, address(token)), 1, "the rest");
    }

    function test_T03_twoAddressesOfOneTokenAreTwoAccountsOfOneHoard() external {
        HostileTwoDoorsToken token = HostileTwoDoorsToken(
            address(listed("HostileTwoDoorsToken.sol:HostileTwoDoorsToken"))
        );
        address door = address(token.DOOR());
        parameters.setPaymentToken(door, true);
        deposit(token, buyer, 1000);
        token.mint(attacker, 10);
        approve(address(token), attacker, 10);
        VM.startPrank(attacker);
        escrow.deposit(door, 10);
        VM.expectRevert(abi.encodeWithSelector(IEscrow.InsufficientFreeBalance.selector, attacker, door, 10, 1000));
        escrow.withdraw(door, 1000, attacker);
        VM.expectRevert(
            abi.encodeWithSelector(IEscrow.InsufficientFreeBalance.selector, attacker, address(token), 0, 10)
        );
        escrow.withdraw(address(token), 10, attacker);
        escrow.withdraw(door, 10, attacker);
        VM.stopPrank();
        withdraw(buyer, address(token), 1000, buyer);
        same(held(address(token)), 0, "all is out");
    }

    function test_T05_aDonationChangesNoAccount() external {
        TestToken token = _honest("Donated", 18);
        deposit(token, buyer, 1000);
        IEscrow.ChannelTerms memory terms = open(address(token), 600);
        token.mint(address(escrow), 777);
        same(deposit(token, attacker, 5), 5, "a deposit credits its own transfer only");
        same(settle(terms, 10_000), 600, "a voucher pays what its channel holds");
        same(free(buyer, address(token)), 400, "free balance");

        withdraw(buyer, address(token), 400, buyer);
        withdraw(attacker, address(token), 5, attacker);
        VM.prank(operator);
        same(escrow.withdrawEarnings(address(token)), 588, "earnings");
        VM.startPrank(collector);
        escrow.collectFees(address(token), one(operator));
        escrow.withdraw(address(token), 12, collector);
        VM.stopPrank();
        same(held(address(token)), 777, "only the donation is left");
    }

    function _honest(string memory name, uint8 decimals) private returns (TestToken) {
        return listed(TestToken(World.deploy("TestToken.sol:TestToken", abi.encode(name, decimals))));
    }

    /// @dev Deposit, open, settle, earn, close, and everybody takes all: the books end empty, and what is left is what
    /// the token itself kept back.
    function _live(TestToken token, uint256 arrives) private {
        address at = address(token);
        string memory name = token.name();
        token.mint(buyer, 3);
        same(deposit(token, buyer, 1_000_000), arrives, name);
        same(free(buyer, at), arrives, name);
        same(held(at), arrives, name);
        uint256 locked = (arrives * 6) / 10;
        IEscrow.ChannelTerms memory terms = open(at, locked);
        same(settle(terms, 100_003), 100_003, name);
        (uint256 net_, uint256 fees) = escrow.earnings(operator, at);
        same(fees, (100_003 * FEE_BPS) / 10_000, name);
        same(net_ + fees, 100_003, name);

        VM.startPrank(operator);
        same(escrow.withdrawEarnings(at), net_, name);
        same(escrow.close(terms), locked - 100_003, name);
        VM.stopPrank();
        withdraw(buyer, at, arrives - 100_003, buyer);
        VM.startPrank(collector);
        same(escrow.collectFees(at, one(operator))[0], fees, name);
        escrow.withdraw(at, fees, collector);
        VM.stopPrank();
        atMost(token.balanceOf(operator), net_, name);
        (net_, fees) = escrow.earnings(operator, at);
        same(free(buyer, at) + free(collector, at) + net_ + fees, 0, name);
    }
}
