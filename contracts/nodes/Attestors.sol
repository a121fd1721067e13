// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {IAttestors} from "../interfaces/IAttestors.sol";

/// @title Attestors
/// @notice `IAttestors` is the manual.
contract Attestors is IAttestors, EIP712, Ownable2Step {
    bytes32 private constant NODE_TYPEHASH = keccak256(
        "Node(address operator,bytes32 hardwareId,uint32 classId,uint32 units,uint40 expiresAt)"
    );
    bytes32 private constant OUTAGE_TYPEHASH = keccak256("Outage(bytes32 leaseId,uint40 from,uint40 to)");

    /// @dev So that naming and checking them all always fits a block.
    uint256 private constant MAX_ATTESTORS = 64;

    address[] private _attestors;

    /// @inheritdoc IAttestors
    uint256 public threshold;

    /// @inheritdoc IAttestors
    mapping(address account => bool) public isAttestor;

    /// @param owner_ who governs: the deployer until it hands over to the timelock
    /// @param attestors_ strictly ascending, at most 64
    /// @param threshold_ how many of them must sign
    constructor(
        address owner_,
        address[] memory attestors_,
        uint256 threshold_
    ) EIP712("Millrace", "1") Ownable(owner_) {
        _setAttestors(attestors_, threshold_);
    }

    /// @inheritdoc IAttestors
    function setAttestors(address[] calldata attestors_, uint256 threshold_) external onlyOwner {
        _setAttestors(attestors_, threshold_);
    }

    /// @inheritdoc IAttestors
    function checkNode(NodeAttestation calldata attestation, bytes[] calldata signatures) external view {
        _check(nodeDigest(attestation), signatures);
    }

    /// @inheritdoc IAttestors
    function checkOutage(OutageAttestation calldata attestation, bytes[] calldata signatures) external view {
        _check(outageDigest(attestation), signatures);
    }

    /// @inheritdoc IAttestors
    function attestors() external view returns (address[] memory) {
        return _attestors;
    }

    /// @inheritdoc IAttestors
    function nodeDigest(NodeAttestation calldata a) public view returns (bytes32) {
        bytes32 structHash = keccak256(
            abi.encode(NODE_TYPEHASH, a.operator, a.hardwareId, a.classId, a.units, a.expiresAt)
        );
        return _hashTypedDataV4(structHash);
    }

    /// @inheritdoc IAttestors
    function outageDigest(OutageAttestation calldata a) public view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(OUTAGE_TYPEHASH, a.leaseId, a.from, a.to)));
    }

    function _setAttestors(address[] memory next, uint256 threshold_) private {
        if (threshold_ == 0 || threshold_ > next.length || next.length > MAX_ATTESTORS) {
            revert AttestorsInvalid(next.length, threshold_);
        }
        for (uint256 i; i < _attestors.length; ++i) isAttestor[_attestors[i]] = false;

        address last;
        for (uint256 i; i < next.length; ++i) {
            if (next[i] <= last) revert AttestorInvalid(i, next[i]);
            last = next[i];
            isAttestor[last] = true;
        }
        _attestors = next;
        threshold = threshold_;
        emit AttestorsChanged(next, threshold_);
    }

    /// @dev Strictly ascending signers are different signers.
    function _check(bytes32 digest, bytes[] calldata signatures) private view {
        if (signatures.length < threshold) revert TooFewAttestations(signatures.length, threshold);

        address last;
        for (uint256 i; i < signatures.length; ++i) {
            // After an error the address is zero, which is not above `last`.
            (address signer, , ) = ECDSA.tryRecoverCalldata(digest, signatures[i]);
            if (signer <= last || !isAttestor[signer]) revert AttestorInvalid(i, signer);
            last = signer;
        }
    }
}
