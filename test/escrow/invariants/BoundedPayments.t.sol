// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IEscrow} from "../../../contracts/interfaces/IEscrow.sol";
import {IParameters} from "../../../contracts/interfaces/IParameters.sol";
import {Dice} from "../../support/Random.sol";
import {EscrowModel} from "./EscrowModel.sol";

/// @title Moves that make sense, of which those that must succeed are noted if they do not
/// @dev In a file of tests, as the runner calls only contracts that it has an artifact of.
contract BoundedPayments {
    uint256 private constant USD = 1e6;
    uint256 private constant MOVES_A_CALL = 12;

    EscrowModel private model;
    IEscrow private escrow;

    constructor(EscrowModel model_) {
        model = model_;
        escrow = model_.escrow();
    }

    function move(uint256 seed) external {
        Dice memory dice = Dice(seed);
        for (uint256 i; i < MOVES_A_CALL; ++i) {
            uint256 roll = dice.below(100);
            if (roll < 15) _deposit(dice);
            else if (roll < 28) _open(dice);
            else if (roll < 62) _settle(dice);
            else if (roll < 72) _close(dice);
            else if (roll < 86) _take(dice);
            else if (roll < 94) _govern(dice);
            else model.pass(dice.chance(50) ? dice.below(1 days) : 7 days);
        }
    }

    function _deposit(Dice memory dice) private {
        uint256 t = dice.below(model.TOKENS());
        bool moves = _moves(t) && _paused(IParameters.Action.Deposit) == 0;
        bool ok = model.deposit(t, model.payer(dice.below(model.PAYERS())), 1 + dice.below(1_000 * USD));
        _must(ok || !moves, "deposit");
        if (dice.chance(10)) model.donate(t, dice.below(USD));
    }

    function _open(Dice memory dice) private {
        uint256 t = dice.below(model.TOKENS());
        uint256 p = dice.below(model.PAYERS());
        uint256 amount = dice.between(0, escrow.freeBalance(model.payer(p), model.tokens(t)));
        bool can = model.count() < model.MOST_CHANNELS() && _paused(IParameters.Action.OpenChannel) == 0;
        if (dice.chance(70) && model.count() > 0) {
            uint256 i = dice.below(model.count());
            EscrowModel.Known memory c = model.known(i);
            amount = dice.between(0, escrow.freeBalance(c.terms.payer, c.terms.token));
            if (c.closed || c.closesAt != 0 || amount == 0) return;
            model.topUp(i, c.terms.payer, amount);
        } else {
            _must(model.open(p, dice.below(model.OPERATORS()), t, amount) || !can, "open");
        }
    }

    function _settle(Dice memory dice) private {
        if (model.count() == 0) return;
        uint256[] memory which = new uint256[](1 + dice.below(5));
        uint256[] memory amounts = new uint256[](which.length);
        for (uint256 j; j < which.length; ++j) {
            which[j] = dice.below(model.count());
            EscrowModel.Known memory c = model.known(which[j]);
            amounts[j] = dice.chance(15) ? c.funded + dice.below(USD) : dice.between(c.target / 2, c.funded);
        }
        model.settle(which, amounts, dice.below(3));
    }

    function _close(Dice memory dice) private {
        if (model.count() == 0) return;
        uint256 i = dice.below(model.count());
        EscrowModel.Known memory c = model.known(i);
        if (c.closed) return;
        uint256 roll = dice.below(4);
        if (roll == 0 && c.closesAt == 0) _must(model.requestClose(i, c.terms.payer), "requestClose");
        else if (roll == 1) _must(model.close(i, c.terms.operator), "close by the operator");
        else if (roll == 2 && c.closesAt != 0 && model.time() >= c.closesAt) {
            _must(model.close(i, model.stranger()), "close after the challenge period");
        } else if (roll == 3) {
            uint256 key = c.terms.payer == model.payer(0) ? model.key(0) : model.key(1);
            _must(model.closeByBoth(i, dice.between(c.target, c.funded), key), "closeByBoth");
        }
    }

    function _take(Dice memory dice) private {
        uint256 t = dice.below(model.TOKENS());
        address token = model.tokens(t);
        uint256 roll = dice.below(4);
        if (roll == 0) {
            address[] memory all = model.accounts(t);
            address account = all[dice.below(all.length)];
            uint256 amount = dice.between(0, escrow.freeBalance(account, token));
            if (amount == 0) return;
            _must(model.withdraw(t, account, amount, account) || !_moves(t), "withdraw");
        } else if (roll == 1) {
            uint256 o = dice.below(model.OPERATORS());
            (uint256 net, ) = escrow.earnings(model.operator(o), token);
            _must(model.withdrawEarnings(o, t) || net == 0 || !_moves(t), "withdrawEarnings");
        } else if (roll == 2) _must(model.collectFees(t, model.collector()), "collectFees");
        else _must(model.collectRelayerFees(t), "collectRelayerFees");
    }

    function _govern(Dice memory dice) private {
        uint256 roll = dice.below(5);
        if (roll == 0) model.setParameter("protocolFeeBps", dice.below(1_001));
        else if (roll == 1) model.setParameter("challengePeriodSeconds", dice.between(1 hours, 3 days));
        else if (roll == 2) model.pause(IParameters.Action(dice.below(3)), dice.chance(60));
        else if (roll == 3) model.setRelayer(dice.below(model.TOKENS()), dice.below(3), dice.below(1_001));
        else {
            address token = model.tokens(3);
            bytes memory strike = abi.encodeCall(IEscrow.deposit, (token, 1));
            if (dice.chance(30)) strike = abi.encodeCall(IEscrow.withdraw, (token, 1, token));
            if (dice.chance(30)) strike = abi.encodeCall(IEscrow.withdrawEarnings, (token));
            model.hostility(dice.chance(30), strike, dice.chance(50));
        }
    }

    /// @dev Whether the token can be moved: its issuer has not stopped it.
    function _moves(uint256 t) private view returns (bool) {
        if (t != 2) return true;
        (, bytes memory answer) = model.tokens(2).staticcall(abi.encodeWithSignature("paused()"));
        return !abi.decode(answer, (bool));
    }

    function _paused(IParameters.Action action) private view returns (uint256 until) {
        until = model.parameters().pausedUntil(action);
        if (until <= model.time()) until = 0;
    }

    function _must(bool ok, string memory what) private {
        if (!ok) model.note(0, what);
    }
}
