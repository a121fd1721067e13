// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IAttestors} from "../interfaces/IAttestors.sol";
import {IEscrow} from "../interfaces/IEscrow.sol";
import {ILeases} from "../interfaces/ILeases.sol";
import {INodes} from "../interfaces/INodes.sol";
import {IOffers} from "../interfaces/IOffers.sol";
import {IParameters} from "../interfaces/IParameters.sol";
import {IQuality} from "../interfaces/IQuality.sol";
import {IStaking} from "../interfaces/IStaking.sol";
import {VoucherHash} from "../escrow/VoucherHash.sol";
import {LeaseMath} from "../libraries/LeaseMath.sol";
import {OfferHash} from "./OfferHash.sol";

/// @title LeasesState: what Leases stores, and whom it calls
/// @dev Its parts (`Opening`, `Steps`, `Ending`) share this state. None of the contracts it calls hands control
/// to a stranger, so no call can come back in between.
abstract contract LeasesState is ILeases {
    /// @dev The contracts that Leases works with, all fixed at deployment.
    struct Peers {
        IParameters parameters;
        IEscrow escrow;
        IOffers offers;
        INodes nodes;
        IStaking staking;
        IQuality quality;
        IAttestors attestors;
    }

    IParameters internal immutable PARAMETERS;
    IEscrow internal immutable ESCROW;
    IOffers internal immutable OFFERS;
    INodes internal immutable NODES;
    IStaking internal immutable STAKING;
    IQuality internal immutable QUALITY;
    IAttestors internal immutable ATTESTORS;
    address private immutable WIRER;

    mapping(bytes32 leaseId => Lease) internal _leases;
    address internal _disputes;

    constructor(Peers memory peers, address wirer) {
        PARAMETERS = peers.parameters;
        ESCROW = peers.escrow;
        OFFERS = peers.offers;
        NODES = peers.nodes;
        STAKING = peers.staking;
        QUALITY = peers.quality;
        ATTESTORS = peers.attestors;
        WIRER = wirer;
    }

    /// @inheritdoc ILeases
    function wire(address disputes) external {
        if (msg.sender != WIRER) revert NotAuthorized(msg.sender, WIRER);
        if (_disputes != address(0)) revert AlreadyWired();
        if (disputes == address(0)) revert NotAuthorized(disputes, WIRER);
        _disputes = disputes;
        emit Wired(disputes);
    }

    /// @inheritdoc ILeases
    function lease(bytes32 leaseId) external view returns (Lease memory) {
        return _leases[leaseId];
    }

    /// @inheritdoc ILeases
    function leaseIdOf(Terms calldata terms) external pure returns (bytes32) {
        return OfferHash.leaseId(terms);
    }

    /// @dev The lease that `terms` names, which must be in `expected`.
    function _load(Terms calldata terms, State expected) internal view returns (bytes32 id, Lease memory slot) {
        (id, slot) = _loadAny(terms);
        if (slot.state != expected) revert WrongState(id, slot.state);
    }

    function _loadAny(Terms calldata terms) internal view returns (bytes32 id, Lease memory slot) {
        id = OfferHash.leaseId(terms);
        slot = _leases[id];
        if (slot.state == State.None) revert LeaseUnknown(id);
    }

    function _onlyBuyer(Terms calldata terms) internal view {
        if (msg.sender != terms.buyer) revert NotAuthorized(msg.sender, terms.buyer);
    }

    function _onlyOperatorOrKey(Terms calldata terms) internal view {
        address operator = terms.offer.operator;
        if (msg.sender != operator && !OFFERS.actsFor(msg.sender, operator)) revert NotAuthorized(msg.sender, operator);
    }

    function _isByTime(Terms calldata terms) internal pure returns (bool) {
        return terms.offer.metering == Metering.ByTime;
    }

    function _totalSeconds(Terms calldata terms, Lease memory slot) internal pure returns (uint256) {
        return uint256(terms.durationSeconds) + slot.extendedSeconds;
    }

    /// @dev The price of the whole duration: what the channel holds.
    function _price(Terms calldata terms, Lease memory slot) internal pure returns (uint256) {
        return LeaseMath.price(terms.units, terms.offer.pricePerUnitHour, _totalSeconds(terms, slot));
    }

    /// @dev The bond of the whole duration, before any compensation or slash.
    function _bond(Terms calldata terms, Lease memory slot) internal pure returns (uint256) {
        return LeaseMath.bond(terms.units, terms.offer.bondPerUnit, terms.durationSeconds, _totalSeconds(terms, slot));
    }

    function _requiredStake(Terms calldata terms) internal pure returns (uint256) {
        return uint256(terms.units) * terms.bound.requiredStakePerUnit;
    }

    /// @dev The channel of a lease in Escrow: its nonce is the lease's id.
    function _channel(Terms calldata terms, bytes32 id) internal view returns (IEscrow.ChannelTerms memory) {
        return
            IEscrow.ChannelTerms({
                payer: terms.buyer,
                controller: address(this),
                operator: terms.offer.operator,
                token: terms.offer.token,
                signer: _isByTime(terms) ? address(this) : terms.signer,
                nonce: uint256(id)
            });
    }

    /// @dev What the channel of a lease has paid out, fees included.
    function _settled(Terms calldata terms, bytes32 id) internal view returns (uint256) {
        bytes32 channelId = VoucherHash.channelId(
            terms.offer.operator,
            terms.offer.token,
            _isByTime(terms) ? address(this) : terms.signer,
            VoucherHash.salt(terms.buyer, address(this), uint256(id))
        );
        return ESCROW.channel(channelId).settled;
    }
}
