// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Multicall} from "@openzeppelin/contracts/utils/Multicall.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IEscrow} from "../../contracts/interfaces/IEscrow.sol";
import {HostileReentrantToken} from "../../contracts/test/HostileReentrantToken.sol";
import {VM} from "../support/Cheats.sol";
import {TokenWorld} from "./TokenWorld.sol";

/// @title One transfer is never counted twice (P-19)
/// @notice The token is a party too: it has a free balance, earnings and a channel, and in the middle of a transfer it
/// calls Escrow for each of them.
contract ReentrancyTest is TokenWorld {
    HostileReentrantToken private token;
    IEscrow.ChannelTerms private toToken;
    IEscrow.ChannelTerms private toOperator;

    /// @dev Whose transfer is under way when the token strikes.
    bytes4[4] private outer = [
        IEscrow.deposit.selector,
        IEscrow.withdraw.selector,
        IEscrow.withdrawEarnings.selector,
        IEscrow.settleVoucherAndWithdraw.selector
    ];

    function _arrange() private {
        token = HostileReentrantToken(address(listed("HostileReentrantToken.sol:HostileReentrantToken")));
        token.mint(address(token), 10_000);
        approve(address(token), address(token), type(uint256).max);
        VM.prank(address(token));
        escrow.deposit(address(token), 5000);
        deposit(token, buyer, 20_000);
        toToken = open(address(token), address(token), 4000);
        toOperator = open(address(token), operator, 4000);
        settle(toToken, 1000);
        settle(toOperator, 1000);
        token.mint(buyer, 6000);
        approve(address(token), buyer, 6000);
    }

    function test_P19_aGuardedCallCannotBeEnteredAgain() external {
        _arrange();
        bytes memory guarded = abi.encodeWithSelector(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector);
        for (uint256 i; i < 2; ++i) {
            for (uint256 k; k < 2; ++k) {
                HostileReentrantToken.Strike memory strike = _strike(outer[i], _inner(k), i == 0);
                check(!strike.succeeded, "refused");
                same(strike.answer, guarded, "by the guard");
            }
        }
    }

    /// @notice Whatever the token calls in whatever transfer, before or after the balances move: Escrow holds at least
    /// what it owes, and the token is no richer than it was.
    function test_P19_noCallbackMakesTheTokenRicher() external {
        _arrange();
        for (uint256 i; i < outer.length; ++i) {
            for (uint256 k; k < 9; ++k) {
                for (uint256 before; before < 2; ++before) {
                    uint256 start = VM.snapshotState();
                    uint256 wealth = _wealth();
                    bytes memory inner = _inner(k);
                    // A voucher for 700 more is honestly earned, less the protocol fee.
                    if (k == 4 || k == 5) wealth += 686;
                    _strike(outer[i], inner, before == 1);
                    atMost(_wealth(), wealth, "the token's wealth");
                    atMost(_owed(), held(address(token)), "what is owed is held");
                    VM.revertToState(start);
                }
            }
        }
    }

    /// @dev Run the outer call with the token armed.
    function _strike(
        bytes4 selector,
        bytes memory inner,
        bool before
    ) private returns (HostileReentrantToken.Strike memory) {
        token.arm(address(escrow), inner, before);
        bytes memory call = abi.encodeWithSelector(selector, address(token));
        address caller = operator;
        if (selector == IEscrow.deposit.selector) (call, caller) = (abi.encodePacked(call, uint256(2500)), buyer);
        if (selector == IEscrow.withdraw.selector) {
            (call, caller) = (abi.encodePacked(call, abi.encode(uint256(1500), buyer)), buyer);
        }
        if (selector == IEscrow.settleVoucherAndWithdraw.selector) {
            call = abi.encodePacked(call, abi.encode(signed(toOperator, 1500)[0]));
        }
        VM.prank(caller);
        (bool ok, bytes memory answer) = address(escrow).call(call);
        check(ok, string(answer));
        HostileReentrantToken.Strike memory strike = token.strike();
        check(strike.happened, "the token struck");
        return strike;
    }

    /// @dev What the token calls: one of seven calls, or the first or the last of them and then its earnings.
    function _inner(uint256 which) private view returns (bytes memory) {
        if (which < 7) return _single(which);
        bytes[] memory calls = new bytes[](2);
        calls[0] = _single(which == 7 ? 0 : 6);
        calls[1] = _single(2);
        return abi.encodeCall(Multicall.multicall, (calls));
    }

    function _single(uint256 which) private view returns (bytes memory) {
        address t = address(token);
        if (which == 0) return abi.encodeCall(IEscrow.deposit, (t, 700));
        if (which == 1) return abi.encodeCall(IEscrow.withdraw, (t, 700, t));
        if (which == 2) return abi.encodeCall(IEscrow.withdrawEarnings, (t));
        if (which == 3) return abi.encodeCall(IEscrow.close, (toToken));
        if (which == 4) return abi.encodeCall(IEscrow.settle, (t, t, signed(toToken, 1700)));
        if (which == 5) return abi.encodeCall(IEscrow.settleVoucherAndWithdraw, (t, signed(toToken, 1700)[0]));
        return abi.encodeCall(IEscrow.open, (operator, t, t, 1, 700));
    }

    /// @dev All that is the token's own: in its hands, free, earned, and locked by itself.
    function _wealth() private view returns (uint256) {
        address t = address(token);
        uint256 locked = escrow
            .channel(keccak256(abi.encode(operator, t, t, escrow.saltOf(t, address(0), 1))))
            .deposited;
        return token.balanceOf(t) + free(t, t) + net(t, t) + locked;
    }

    function _owed() private view returns (uint256 owed) {
        address t = address(token);
        IEscrow.ChannelView memory a = escrow.channel(escrow.channelIdOf(toToken));
        IEscrow.ChannelView memory b = escrow.channel(escrow.channelIdOf(toOperator));
        owed = a.deposited - a.settled + b.deposited - b.settled + free(buyer, t) + free(t, t);
        (uint256 net_, uint256 fees) = escrow.earnings(operator, t);
        owed += net_ + fees;
        (net_, fees) = escrow.earnings(t, t);
        owed += net_ + fees;
        bytes32 opened = keccak256(abi.encode(operator, t, t, escrow.saltOf(t, address(0), 1)));
        owed += escrow.channel(opened).deposited;
    }
}
