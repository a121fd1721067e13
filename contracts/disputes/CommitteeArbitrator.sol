// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {IArbitrable, IArbitrator} from "../interfaces/IArbitrator.sol";
import {ICommitteeArbitrator} from "../interfaces/ICommitteeArbitrator.sol";
import {SignatureLib} from "../libraries/SignatureLib.sol";

/// @title CommitteeArbitrator
/// @notice `ICommitteeArbitrator` is the manual.
contract CommitteeArbitrator is ICommitteeArbitrator, Ownable2Step, EIP712 {
    struct Committee {
        uint256 threshold;
        address[] members;
        mapping(address account => bool) isMember;
    }

    /// @dev So that the signatures of all fit in a block many times over.
    uint256 public constant MAX_MEMBERS = 64;

    bytes32 private constant RULING_TYPEHASH = keccak256(
        "Ruling(address arbitrable,uint256 arbitratorDisputeId,uint256 ruling)"
    );

    /// @inheritdoc ICommitteeArbitrator
    uint256 public committee;
    mapping(uint256 committee => Committee) private _committees;
    mapping(uint256 arbitratorDisputeId => CommitteeDispute) private _disputes;
    uint256 private _lastDisputeId;

    /// @param owner_ who names members: the deployer until it hands over to the timelock
    constructor(address[] memory members, uint256 threshold, address owner_) EIP712("Millrace", "1") Ownable(owner_) {
        _setMembers(members, threshold);
    }

    /// @inheritdoc ICommitteeArbitrator
    function setMembers(address[] calldata members, uint256 threshold) external onlyOwner {
        _setMembers(members, threshold);
    }

    /// @inheritdoc IArbitrator
    function createDispute(uint256 choices, bytes calldata) external payable returns (uint256 arbitratorDisputeId) {
        if (msg.value != 0) revert WrongFee(msg.value, 0);
        arbitratorDisputeId = ++_lastDisputeId;
        _disputes[arbitratorDisputeId] = CommitteeDispute(msg.sender, choices, committee, false);
        emit DisputeCreation(arbitratorDisputeId, msg.sender);
    }

    /// @inheritdoc ICommitteeArbitrator
    function rule(
        uint256 arbitratorDisputeId,
        uint256 ruling,
        address[] calldata members,
        bytes[] calldata signatures
    ) external {
        CommitteeDispute storage d = _known(arbitratorDisputeId);
        if (d.ruled) revert RuledAlready(arbitratorDisputeId);
        if (ruling > d.choices) revert RulingUnknown(ruling, d.choices);
        _checkSignatures(d.committee, rulingDigest(arbitratorDisputeId, ruling), members, signatures);

        d.ruled = true;
        emit RulingGiven(arbitratorDisputeId, ruling, members);
        IArbitrable(d.arbitrable).rule(arbitratorDisputeId, ruling);
    }

    /// @inheritdoc IArbitrator
    function arbitrationCost(bytes calldata) external pure returns (uint256) {
        return 0;
    }

    /// @inheritdoc ICommitteeArbitrator
    function committeeDispute(uint256 arbitratorDisputeId) external view returns (CommitteeDispute memory) {
        return _disputes[arbitratorDisputeId];
    }

    /// @inheritdoc ICommitteeArbitrator
    function membersOf(uint256 number) external view returns (address[] memory members, uint256 threshold) {
        Committee storage c = _committees[number];
        return (c.members, c.threshold);
    }

    /// @inheritdoc ICommitteeArbitrator
    function isMember(uint256 number, address account) external view returns (bool) {
        return _committees[number].isMember[account];
    }

    /// @inheritdoc ICommitteeArbitrator
    function rulingDigest(uint256 arbitratorDisputeId, uint256 ruling) public view returns (bytes32) {
        address arbitrable = _known(arbitratorDisputeId).arbitrable;
        return _hashTypedDataV4(keccak256(abi.encode(RULING_TYPEHASH, arbitrable, arbitratorDisputeId, ruling)));
    }

    function _checkSignatures(
        uint256 number,
        bytes32 digest,
        address[] calldata members,
        bytes[] calldata signatures
    ) private view {
        Committee storage c = _committees[number];
        if (members.length != signatures.length) revert LengthsDiffer(members.length, signatures.length);
        if (members.length < c.threshold) revert TooFewSignatures(members.length, c.threshold);
        address last;
        for (uint256 i; i < members.length; ++i) {
            address member = members[i];
            if (member <= last) revert NotAscending(i, member);
            if (!c.isMember[member]) revert NotMember(member, number);
            if (!SignatureLib.isValid(member, digest, signatures[i])) revert SignatureInvalid(member);
            last = member;
        }
    }

    function _known(uint256 arbitratorDisputeId) private view returns (CommitteeDispute storage d) {
        d = _disputes[arbitratorDisputeId];
        if (d.arbitrable == address(0)) revert DisputeUnknown(arbitratorDisputeId);
    }

    function _setMembers(address[] memory members, uint256 threshold) private {
        uint256 count = members.length;
        if (count > MAX_MEMBERS || threshold == 0 || threshold > count) revert CommitteeInvalid(count, threshold);
        uint256 number = ++committee;
        Committee storage c = _committees[number];
        address last;
        for (uint256 i; i < count; ++i) {
            if (members[i] <= last) revert NotAscending(i, members[i]);
            last = members[i];
            c.isMember[last] = true;
        }
        (c.members, c.threshold) = (members, threshold);
        emit CommitteeChanged(number, members, threshold);
    }
}
