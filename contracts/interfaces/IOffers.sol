// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {ILeases} from "./ILeases.sol";

/// @title Offers: what operators promise, signed off chain
/// @notice An offer costs nothing to make: it is signed (EIP-712, domain `Millrace` version `1`) by the operator or a key
/// that it has named, checked when a buyer takes it, and withdrawn by its salt or all at once by the counter.
interface IOffers {
    event OfferTaken(address indexed operator, uint256 indexed salt, uint256 uses);
    event OfferCancelled(address indexed operator, uint256 salt);
    event OffersCancelled(address indexed operator, uint256 counter);
    event KeyChanged(address indexed operator, address indexed key, uint256 until);
    event Wired(address leases);

    error OfferExpired(uint256 expiresAt);
    error OfferCounterOld(uint256 counter, uint256 current);
    error OfferWithdrawn(address operator, uint256 salt);
    error OfferUsedUp(uint256 uses);
    error OfferForAnother(address buyer);
    /// @notice The offer is out of bounds or contradicts itself: the field is named in ASCII.
    error OfferInvalid(bytes32 field);
    error SignerInvalid(address signer);
    error InvalidSignature(address signer);
    error NotAuthorized(address caller, address expected);
    error AlreadyWired();

    /// @notice Withdraw the caller's offers with this salt.
    function cancelOffer(uint256 salt) external;

    /// @notice Withdraw all offers of the caller signed under the counter until now.
    function cancelAllOffers() external;

    /// @notice Name a key that signs offers and starts, reclaims and releases for the caller until `until` (s), 0 to end it.
    function setKey(address key, uint40 until) external;

    /// @notice Refuse an offer that is not there for `buyer` now, and count its use. By `Leases`.
    /// @param signer whose vouchers are to count; zero by time
    function take(ILeases.Offer calldata offer, bytes calldata signature, address buyer, address signer) external;

    /// @notice True for the operator and for a key that it has named.
    function actsFor(address account, address operator) external view returns (bool);

    function offerDigest(ILeases.Offer calldata offer) external view returns (bytes32);
    function offerCounter(address operator) external view returns (uint64);
    function offerUses(address operator, uint256 salt) external view returns (uint256 uses, bool cancelled);
    function keyUntil(address operator, address key) external view returns (uint40);

    /// @notice Name `Leases`, once and for ever. By the deployer.
    function wire(address leases) external;
}
