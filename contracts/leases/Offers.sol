// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {ILeases} from "../interfaces/ILeases.sol";
import {IOffers} from "../interfaces/IOffers.sol";
import {PaymentMath} from "../libraries/PaymentMath.sol";
import {SignatureLib} from "../libraries/SignatureLib.sol";
import {OfferHash} from "./OfferHash.sol";

/// @title Offers
/// @notice `IOffers` is the manual.
contract Offers is IOffers, EIP712 {
    /// @dev `cancelled` and how often an offer with limited uses was taken.
    struct Use {
        uint32 uses;
        bool cancelled;
    }

    /// @dev What a lease has leased stays its node's, also after the node's attestation has ended. So these bound for how long
    /// one who had a machine once can keep it from its owner.
    uint256 private constant MOST_SECONDS = 366 days;
    uint256 private constant MOST_START_WINDOW_SECONDS = 30 days;

    address private immutable WIRER;

    address private _leases;
    mapping(address operator => uint64) private _counters;
    mapping(address operator => mapping(uint256 salt => Use)) private _uses;
    mapping(address operator => mapping(address key => uint40)) private _keys;

    constructor(address wirer) EIP712("Millrace", "1") {
        WIRER = wirer;
    }

    /// @inheritdoc IOffers
    function wire(address leases) external {
        if (msg.sender != WIRER) revert NotAuthorized(msg.sender, WIRER);
        if (_leases != address(0)) revert AlreadyWired();
        _leases = leases;
        emit Wired(leases);
    }

    /// @inheritdoc IOffers
    function cancelOffer(uint256 salt) external {
        _uses[msg.sender][salt].cancelled = true;
        emit OfferCancelled(msg.sender, salt);
    }

    /// @inheritdoc IOffers
    function cancelAllOffers() external {
        emit OffersCancelled(msg.sender, ++_counters[msg.sender]);
    }

    /// @inheritdoc IOffers
    function setKey(address key, uint40 until) external {
        _keys[msg.sender][key] = until;
        emit KeyChanged(msg.sender, key, until);
    }

    /// @inheritdoc IOffers
    function offerDigest(ILeases.Offer calldata offer) public view returns (bytes32) {
        return _hashTypedDataV4(OfferHash.structHash(offer));
    }

    /// @inheritdoc IOffers
    function offerCounter(address operator) external view returns (uint64) {
        return _counters[operator];
    }

    /// @inheritdoc IOffers
    function offerUses(address operator, uint256 salt) external view returns (uint256 uses, bool cancelled) {
        Use memory u = _uses[operator][salt];
        return (u.uses, u.cancelled);
    }

    /// @inheritdoc IOffers
    function keyUntil(address operator, address key) external view returns (uint40) {
        return _keys[operator][key];
    }

    /// @inheritdoc IOffers
    function actsFor(address account, address operator) public view returns (bool) {
        return account == operator || _keys[operator][account] >= block.timestamp;
    }

    /// @inheritdoc IOffers
    function take(ILeases.Offer calldata offer, bytes calldata signature, address buyer, address signer) external {
        if (msg.sender != _leases) revert NotAuthorized(msg.sender, _leases);
        if (block.timestamp > offer.expiresAt) revert OfferExpired(offer.expiresAt);
        uint64 counter = _counters[offer.operator];
        if (offer.counter != counter) revert OfferCounterOld(offer.counter, counter);
        if (offer.buyer != address(0) && offer.buyer != buyer) revert OfferForAnother(offer.buyer);
        _checkFields(offer, signer);
        _checkSignature(offer, signature);

        Use memory u = _uses[offer.operator][offer.salt];
        if (u.cancelled) revert OfferWithdrawn(offer.operator, offer.salt);
        if (offer.uses == 0) return;
        if (u.uses >= offer.uses) revert OfferUsedUp(offer.uses);
        _uses[offer.operator][offer.salt].uses = ++u.uses;
        emit OfferTaken(offer.operator, offer.salt, u.uses);
    }

    /// @dev Refuse what is out of bounds or contradicts itself: times that are too long, shares above 100 %, and terms that the
    /// kind or the metering has no use for.
    function _checkFields(ILeases.Offer calldata offer, address signer) private view {
        if (offer.maxSeconds > MOST_SECONDS) revert OfferInvalid("maxSeconds");
        if (offer.startWindowSeconds > MOST_START_WINDOW_SECONDS) revert OfferInvalid("startWindowSeconds");
        if (offer.promisedUptimeBps > PaymentMath.BPS) revert OfferInvalid("promisedUptimeBps");
        if (offer.earlyExitBps > PaymentMath.BPS) revert OfferInvalid("earlyExitBps");
        if (offer.earlyExitBps != 0 && offer.kind != ILeases.Kind.Reserved) revert OfferInvalid("earlyExitBps");
        if (offer.noticeSeconds != 0 && offer.kind != ILeases.Kind.Spot) revert OfferInvalid("noticeSeconds");
        if (offer.metering == ILeases.Metering.ByTime) {
            if (offer.graceSeconds != 0) revert OfferInvalid("graceSeconds");
            if (signer != address(0)) revert SignerInvalid(signer);
            return;
        }
        // What is signed is what is paid: there is no minimum, and nothing for leaving early.
        if (offer.minSeconds != 0) revert OfferInvalid("minSeconds");
        if (offer.kind == ILeases.Kind.Reserved) revert OfferInvalid("kind");
        if (signer == address(0) || signer == _leases) revert SignerInvalid(signer);
    }

    function _checkSignature(ILeases.Offer calldata offer, bytes calldata signature) private view {
        bytes32 digest = offerDigest(offer);
        (address recovered, ECDSA.RecoverError err, ) = ECDSA.tryRecoverCalldata(digest, signature);
        if (err == ECDSA.RecoverError.NoError && actsFor(recovered, offer.operator)) return;
        if (!SignatureLib.isValid(offer.operator, digest, signature)) revert InvalidSignature(offer.operator);
    }
}
