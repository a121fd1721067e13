// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IEscrow} from "../interfaces/IEscrow.sol";
import {PaymentMath} from "../libraries/PaymentMath.sol";
import {SignatureLib} from "../libraries/SignatureLib.sol";
import {ChannelWord, ChannelWordLib} from "./ChannelWord.sol";
import {Payment} from "./Payment.sol";
import {VoucherHash} from "./VoucherHash.sol";

/// @title Channels: opened, topped up, closed
abstract contract Channels is Payment {
    using SafeCast for uint256;

    // -------------------------------------------------------------------------------------------------- open

    /// @inheritdoc IEscrow
    function open(
        address operator,
        address token,
        address signer,
        uint256 nonce,
        uint256 amount
    ) external returns (bytes32) {
        (uint256 feeBps, uint256 challengeSeconds, uint256 paused) = PARAMETERS.openingTerms();
        if (block.timestamp < paused) revert OpeningPaused(paused);
        return _open(msg.sender, address(0), operator, token, signer, nonce, amount, feeBps, challengeSeconds);
    }

    /// @inheritdoc IEscrow
    function openControlled(
        address payer,
        address operator,
        address token,
        address signer,
        uint256 nonce,
        uint256 amount,
        uint256 feeBps
    ) external returns (bytes32) {
        if (!isController(msg.sender)) revert NotController(msg.sender);
        if (feeBps > PaymentMath.BPS) revert FeeBpsTooHigh(feeBps, PaymentMath.BPS);
        (, uint256 challengeSeconds, uint256 paused) = PARAMETERS.openingTerms();
        if (block.timestamp < paused) revert OpeningPaused(paused);
        return _open(payer, msg.sender, operator, token, signer, nonce, amount, feeBps, challengeSeconds);
    }

    function _open(
        address payer,
        address controller,
        address operator,
        address token,
        address signer,
        uint256 nonce,
        uint256 amount,
        uint256 feeBps,
        uint256 challengeSeconds
    ) private returns (bytes32 id) {
        if (operator == address(0) || signer == address(0)) revert ZeroAddress();
        if (amount > type(uint96).max) revert AmountTooLarge(amount);
        id = VoucherHash.channelId(operator, token, signer, VoucherHash.salt(payer, controller, nonce));
        if (ChannelWord.unwrap(_channels[id]) != 0) revert ChannelExists(id);
        uint256 flags = ChannelWordLib.OPEN;
        if (controller != address(0)) flags |= ChannelWordLib.CONTROLLED;
        if (controller == signer) flags |= ChannelWordLib.BY_AMOUNT;

        if (amount != 0) _takeFree(payer, token, amount);
        _channels[id] = ChannelWordLib.pack(amount, 0, challengeSeconds, feeBps, flags);
        emit ChannelOpened(id, payer, operator, token, signer, controller, nonce, amount, feeBps);
    }

    /// @inheritdoc IEscrow
    function topUp(ChannelTerms calldata terms, uint256 amount) external {
        (bytes32 id, ChannelWord w) = _openChannel(terms);
        if (msg.sender != terms.payer && (terms.controller == address(0) || msg.sender != terms.controller)) {
            revert NotAuthorized(msg.sender, terms.payer);
        }
        if (w.has(ChannelWordLib.CLOSING)) revert ChannelIsClosing(id, w.clock());
        if (amount == 0) revert ZeroAmount();
        uint256 deposited = Math.saturatingAdd(w.deposited(), amount);
        if (deposited > type(uint96).max) revert AmountTooLarge(deposited);

        _takeFree(terms.payer, terms.token, amount);
        _channels[id] = w.plusDeposited(amount);
        emit ChannelToppedUp(id, amount, deposited);
    }

    // ------------------------------------------------------------------------------------------------- close

    /// @inheritdoc IEscrow
    function requestClose(ChannelTerms calldata terms) external {
        (bytes32 id, ChannelWord w) = _openChannel(terms);
        address closer = terms.controller == address(0) ? terms.payer : terms.controller;
        if (msg.sender != closer) revert NotAuthorized(msg.sender, closer);
        if (w.has(ChannelWordLib.CLOSING)) revert ChannelIsClosing(id, w.clock());

        uint256 closesAt = block.timestamp + w.clock();
        _channels[id] = w.withClose(closesAt.toUint40());
        emit CloseRequested(id, closesAt);
    }

    /// @inheritdoc IEscrow
    function close(ChannelTerms calldata terms) external returns (uint256) {
        (bytes32 id, ChannelWord w) = _openChannel(terms);
        // Whoever gives up the rest, or decides over it, need not wait: the operator of a plain channel, the controller
        // of one by amount.
        address atOnce = w.has(ChannelWordLib.BY_AMOUNT) ? terms.controller : terms.operator;
        bool mayAtOnce = msg.sender == atOnce && w.has(ChannelWordLib.CONTROLLED) == w.has(ChannelWordLib.BY_AMOUNT);
        if (!mayAtOnce) {
            if (!w.has(ChannelWordLib.CLOSING)) revert CloseNotRequested(id);
            if (block.timestamp < w.clock()) revert ChallengePeriodRunning(id, w.clock());
        }
        return _close(terms, id, w);
    }

    /// @inheritdoc IEscrow
    function closeByBoth(
        ChannelTerms calldata terms,
        uint256 cumulative,
        bytes calldata payerSignature,
        bytes calldata operatorSignature
    ) external returns (uint256) {
        (bytes32 id, ChannelWord w) = _openChannel(terms);
        if (terms.controller != address(0)) revert ChannelControlled(id, terms.controller);
        bytes32 digest = _hashTypedDataV4(VoucherHash.close(id, cumulative));
        if (!SignatureLib.isValid(terms.payer, digest, payerSignature)) revert InvalidSignature(terms.payer);
        if (!SignatureLib.isValid(terms.operator, digest, operatorSignature)) revert InvalidSignature(terms.operator);

        (w, ) = _settleTo(terms, id, w, cumulative);
        return _close(terms, id, w);
    }

    function _close(ChannelTerms calldata terms, bytes32 id, ChannelWord w) private returns (uint256 refunded) {
        // `settled <= deposited` by construction of the word.
        unchecked {
            refunded = w.deposited() - w.settled();
        }
        _channels[id] = w.asClosed();
        _giveFree(terms.payer, terms.token, refunded);
        emit ChannelClosed(id, w.settled(), refunded);
    }

    // ----------------------------------------------------------------------------------------- by amount

    /// @inheritdoc IEscrow
    function settleAmount(ChannelTerms calldata terms, uint256 cumulative) external returns (uint256 paid) {
        (bytes32 id, ChannelWord w) = _ownAmountChannel(terms);
        (, paid) = _settleTo(terms, id, w, cumulative);
    }

    /// @inheritdoc IEscrow
    function closeAmount(
        ChannelTerms calldata terms,
        uint256 cumulative
    ) external returns (uint256 settled, uint256 refunded) {
        (bytes32 id, ChannelWord w) = _ownAmountChannel(terms);
        if (cumulative > w.settled()) (w, ) = _settleTo(terms, id, w, cumulative);
        return (w.settled(), _close(terms, id, w));
    }

    /// @dev The open channel by amount of which the caller is the controller.
    function _ownAmountChannel(ChannelTerms calldata terms) private view returns (bytes32 id, ChannelWord w) {
        (id, w) = _openChannel(terms);
        if (!w.has(ChannelWordLib.BY_AMOUNT)) revert NotByAmount(id);
        if (msg.sender != terms.controller) revert NotAuthorized(msg.sender, terms.controller);
    }

    /// @dev Settle exactly up to `cumulative`, as whoever may decide it has decided.
    function _settleTo(
        ChannelTerms calldata terms,
        bytes32 id,
        ChannelWord w,
        uint256 cumulative
    ) private returns (ChannelWord after_, uint256 paid) {
        if (cumulative < w.settled()) revert CumulativeBelowSettled(id, cumulative, w.settled());
        if (cumulative > w.deposited()) revert CumulativeAboveDeposited(id, cumulative, w.deposited());
        if (cumulative == w.settled()) return (w, 0);

        Tally memory t;
        _begin(t, terms.operator, terms.token);
        paid = _pay(t, id, w, cumulative);
        if (paid == 0) revert EarningsFull(terms.operator, terms.token);
        _end(t, terms.operator, terms.token);
        after_ = w.plusSettled(paid);
    }

    // ------------------------------------------------------------------------------------------------- views

    /// @dev The channel that `terms` names, which must be open.
    function _openChannel(ChannelTerms calldata terms) private view returns (bytes32 id, ChannelWord w) {
        id = VoucherHash.channelId(terms);
        w = _channels[id];
        if (!w.has(ChannelWordLib.OPEN)) revert ChannelUnknown(id);
        if (w.has(ChannelWordLib.CLOSED)) revert ChannelIsClosed(id);
    }

    /// @inheritdoc IEscrow
    function channel(bytes32 channelId) external view returns (ChannelView memory v) {
        ChannelWord w = _channels[channelId];
        bool closing = w.has(ChannelWordLib.CLOSING);
        v = ChannelView({
            deposited: w.deposited(),
            settled: w.settled(),
            closesAt: closing ? w.clock() : 0,
            challengeSeconds: closing ? 0 : w.clock(),
            feeBps: w.feeBps(),
            open: w.has(ChannelWordLib.OPEN) && !w.has(ChannelWordLib.CLOSED),
            closing: closing && !w.has(ChannelWordLib.CLOSED),
            closed: w.has(ChannelWordLib.CLOSED),
            controlled: w.has(ChannelWordLib.CONTROLLED),
            byAmount: w.has(ChannelWordLib.BY_AMOUNT)
        });
    }

    /// @inheritdoc IEscrow
    function channelIdOf(ChannelTerms calldata terms) external pure returns (bytes32) {
        return VoucherHash.channelId(terms);
    }

    /// @inheritdoc IEscrow
    function saltOf(address payer, address controller, uint256 nonce) external pure returns (uint160) {
        return VoucherHash.salt(payer, controller, nonce);
    }
}
