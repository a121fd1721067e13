// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IEscrow} from "../../../contracts/interfaces/IEscrow.sol";
import {IParameters} from "../../../contracts/interfaces/IParameters.sol";
import {VM} from "../../support/Cheats.sol";
import {Check} from "../../support/Check.sol";
import {BoundedPayments} from "./BoundedPayments.t.sol";
import {EscrowModel} from "./EscrowModel.sol";
import {UnboundedPayments} from "./UnboundedPayments.t.sol";

/// @title The invariants of Escrow, after any moves of payers, operators, relayers, governance and hostile tokens
contract EscrowInvariants is Check {
    EscrowModel private model;
    IEscrow private escrow;
    BoundedPayments private bounded;
    UnboundedPayments private unbounded;

    function setUp() external {
        model = new EscrowModel();
        escrow = model.escrow();
        bounded = new BoundedPayments(model);
        unbounded = new UnboundedPayments(model);
    }

    function targetContracts() external view returns (address[] memory targets) {
        // The model itself is not called by the runner.
        targets = new address[](2);
        (targets[0], targets[1]) = (address(bounded), address(unbounded));
    }

    function invariant_01_escrowHoldsExactlyWhatItOwesOfEachToken() external view {
        _unbroken(0);
        _unbroken(1);
        for (uint256 t; t < model.TOKENS(); ++t) {
            address token = model.tokens(t);
            address[] memory accounts = model.accounts(t);
            uint256 owed = model.donated(token);
            for (uint256 i; i < accounts.length; ++i) owed += escrow.freeBalance(accounts[i], token);
            for (uint256 i; i < model.PAYERS(); ++i) {
                address payer = model.payer(i);
                same(escrow.freeBalance(payer, token), model.ghostFree(payer, token), "a payer's free balance");
            }
            for (uint256 o; o < model.OPERATORS(); ++o) {
                (uint256 net, uint256 fees) = escrow.earnings(model.operator(o), token);
                (, uint256 accrued) = escrow.relayerFees(model.operator(o), token);
                owed += net + fees + accrued;
            }
            for (uint256 i; i < model.count(); ++i) {
                EscrowModel.Known memory c = model.known(i);
                if (c.terms.token != token) continue;
                IEscrow.ChannelView memory v = escrow.channel(c.id);
                owed += v.deposited - v.settled;
            }
            same(model.held(token), owed, "held");
        }
    }

    function invariant_02_noChannelPaysMoreThanWasDepositedAndSettledNeverFalls() external {
        _unbroken(2);
        for (uint256 i; i < model.count(); ++i) {
            EscrowModel.Known memory c = model.known(i);
            IEscrow.ChannelView memory v = escrow.channel(c.id);
            atMost(v.settled, v.deposited, "settled");
            atMost(v.settled, c.funded, "settled of what was put in");
            atMost(c.seen, v.settled, "settled before");
            same(v.deposited, c.closed ? c.target : c.funded, "deposited");
            model.saw(i, v.settled);
        }
    }

    /// @dev What is settled is the greatest covered voucher, and every part is a function of that alone: neither order, nor
    /// batches, nor repetition is in these formulas.
    function invariant_03_balancesFollowFromTheGreatestVouchersAlone() external view {
        for (uint256 t; t < model.TOKENS(); ++t) {
            for (uint256 o; o < model.OPERATORS(); ++o) _checkParts(model.operator(o), model.tokens(t), o);
        }
    }

    function _checkParts(address operator, address token, uint256 o) private view {
        uint256 settled;
        uint256 fees;
        uint256 relayed;
        for (uint256 i; i < model.count(); ++i) {
            EscrowModel.Known memory c = model.known(i);
            if (c.terms.operator != operator || c.terms.token != token) continue;
            same(escrow.channel(c.id).settled, c.target, "settled");
            uint256 fee = (c.target * c.feeBps) / 10_000;
            settled += c.target;
            fees += fee;
            relayed += ((c.target - fee) * model.RELAYER_BPS()) / 10_000;
        }
        (uint256 net, uint256 uncollected) = escrow.earnings(operator, token);
        same(uncollected + model.feesCollected(operator, token), fees, "fees");
        uint256 toRelayers = _relayersPart(operator, token, o);
        if (o == 0) same(toRelayers, 0, "no relayer's part");
        if (o == model.RELAYED()) same(toRelayers, relayed, "the relayer's part");
        same(net + model.withdrawn(operator, token), settled - fees - toRelayers, "the operator's part");
    }

    /// @dev What the relayers of this operator have, and have taken out. They have no other income.
    function _relayersPart(address operator, address token, uint256 o) private view returns (uint256 part) {
        (, part) = escrow.relayerFees(operator, token);
        if (o == model.RELAYED()) part += _income(model.relayer(0), token);
        if (o == model.CHANGING()) part += _income(model.relayer(1), token) + _income(model.relayer(2), token);
    }

    function _income(address account, address token) private view returns (uint256) {
        return escrow.freeBalance(account, token) + model.taken(account, token);
    }

    /// @dev A drill: the guardian pauses all it can, no signature is given any more, and everybody leaves.
    function invariant_10_eachPartyGetsItsOwnByItsOwnCallsAndTimeAlone() external {
        _unbroken(10);
        uint256 state = VM.snapshotState();
        _pauseAll();
        // What the issuer of a token does is not Escrow's to promise.
        model.hostility(false, "", false);
        string memory stuck = _leave();
        VM.revertToState(state);
        check(bytes(stuck).length == 0, stuck);
    }

    function _pauseAll() private {
        for (uint256 a; a < 3; ++a) model.pause(IParameters.Action(a), true);
    }

    function _leave() private returns (string memory stuck) {
        for (uint256 i; i < model.count(); ++i) {
            EscrowModel.Known memory c = model.known(i);
            if (c.closed || c.closesAt != 0) continue;
            if (!model.requestClose(i, c.terms.payer)) return "the payer cannot request a close";
        }
        // Longer than any challenge period, and than the rest after which the guardian may pause again.
        model.pass(104 days);
        _pauseAll();
        for (uint256 i; i < model.count(); ++i) {
            if (!model.known(i).closed && !model.close(i, model.stranger())) return "a channel cannot be closed";
        }
        for (uint256 t; t < model.TOKENS(); ++t) {
            if (!model.collectRelayerFees(t)) return "a relayer cannot collect";
            if (!model.collectFees(t, model.collector())) return "the protocol cannot collect";
            address token = model.tokens(t);
            for (uint256 o; o < model.OPERATORS(); ++o) {
                (uint256 net, ) = escrow.earnings(model.operator(o), token);
                if (net != 0 && !model.withdrawEarnings(o, t)) return "an operator cannot withdraw";
            }
            address[] memory accounts = model.accounts(t);
            for (uint256 i; i < accounts.length; ++i) {
                uint256 free = escrow.freeBalance(accounts[i], token);
                if (free != 0 && !model.withdraw(t, accounts[i], free, accounts[i]))
                    return "a free balance cannot leave";
            }
            if (model.held(token) != model.donated(token)) return "something stayed behind";
        }
    }

    function invariant_11_noParameterChangeAltersAnOpenChannel() external view {
        for (uint256 i; i < model.count(); ++i) {
            EscrowModel.Known memory c = model.known(i);
            IEscrow.ChannelView memory v = escrow.channel(c.id);
            same(v.feeBps, c.feeBps, "fee");
            if (c.closed) continue;
            if (c.closesAt == 0) same(v.challengeSeconds, c.challenge, "challenge period");
            same(v.closesAt, c.closesAt, "closing time");
        }
    }

    function invariant_14_whilePausedEverythingButThePausedCallsWorks() external view {
        _unbroken(14);
    }

    /// @dev A run in which few kinds of move ever succeeded has tested nothing.
    function afterInvariant() external view {
        bytes4[12] memory moves = [
            IEscrow.deposit.selector,
            IEscrow.withdraw.selector,
            IEscrow.open.selector,
            IEscrow.topUp.selector,
            IEscrow.settleGroups.selector,
            IEscrow.settleBatch.selector,
            IEscrow.settleVoucherAndWithdraw.selector,
            IEscrow.requestClose.selector,
            IEscrow.close.selector,
            IEscrow.closeByBoth.selector,
            IEscrow.withdrawEarnings.selector,
            IEscrow.collectFees.selector
        ];
        uint256 succeeded;
        for (uint256 i; i < moves.length; ++i) {
            if (model.done(moves[i]) != 0) ++succeeded;
        }
        if (succeeded < LEAST_KINDS) revert TooFewKindsSucceeded(succeeded, LEAST_KINDS);
    }

    uint256 private constant LEAST_KINDS = 7;

    error TooFewKindsSucceeded(uint256 kinds, uint256 least);

    function _unbroken(uint256 number) private view {
        string memory what = model.broken(number);
        check(bytes(what).length == 0, what);
    }
}
