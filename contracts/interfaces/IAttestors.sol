// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

/// @title Attestors: who observes hosts, k of n
/// @notice Attestors sign what they saw of a host: that a node exists, and that it was out. They see the host, never the
/// inside of a lease. Governance names them.
interface IAttestors {
    /// @notice What attestors sign of a node, as EIP-712
    /// `Node(address operator,bytes32 hardwareId,uint32 classId,uint32 units,uint40 expiresAt)`.
    /// @param units thousandths of a GPU
    struct NodeAttestation {
        address operator;
        bytes32 hardwareId;
        uint32 classId;
        uint32 units;
        uint40 expiresAt;
    }

    /// @notice What attestors sign of an outage, as EIP-712
    /// `Outage(bytes32 leaseId,uint40 from,uint40 to)`, both timestamps in seconds, `to` exclusive.
    struct OutageAttestation {
        bytes32 leaseId;
        uint40 from;
        uint40 to;
    }

    event AttestorsChanged(address[] attestors, uint256 threshold);

    /// @notice There must be 1 to 64 attestors, and 1 to all of them must have to sign.
    error AttestorsInvalid(uint256 attestors, uint256 threshold);
    /// @notice Attestors are listed in strictly ascending order of address, and so are signatures, which must all come
    /// from attestors; number `index` does not. `recovered` is zero if that signature is no canonical ECDSA signature.
    error AttestorInvalid(uint256 index, address recovered);
    error TooFewAttestations(uint256 given, uint256 threshold);

    /// @notice Name all attestors and how many of them must sign. By the owner (governance).
    /// @param attestors strictly ascending, at most 64
    function setAttestors(address[] calldata attestors, uint256 threshold) external;

    function attestors() external view returns (address[] memory);
    function threshold() external view returns (uint256);
    function isAttestor(address account) external view returns (bool);

    /// @notice Revert unless `threshold` attestors signed. `signatures` are 65 bytes each (ECDSA), ascending by signer.
    function checkNode(NodeAttestation calldata attestation, bytes[] calldata signatures) external view;
    function checkOutage(OutageAttestation calldata attestation, bytes[] calldata signatures) external view;

    /// @notice The EIP-712 hashes to sign.
    function nodeDigest(NodeAttestation calldata attestation) external view returns (bytes32);
    function outageDigest(OutageAttestation calldata attestation) external view returns (bytes32);
}
