// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {ILeases} from "../interfaces/ILeases.sol";
import {IStaking} from "../interfaces/IStaking.sol";

/// @title What disputes need of leases: one mark per lease, its buyer, and the real compensation in Staking
contract TestDisputedLeases {
    IStaking private immutable STAKING;
    address public disputes;
    mapping(bytes32 leaseId => bool) private _marked;
    mapping(bytes32 leaseId => uint16) private _bookedOutageBps;

    event Resolved(bytes32 indexed leaseId, bool compensated, bool proven);

    constructor(IStaking staking) {
        STAKING = staking;
    }

    function wire(address disputes_) external {
        disputes = disputes_;
    }

    function lock(ILeases.Terms calldata terms, uint256 bond) external {
        STAKING.lock(leaseIdOf(terms), terms.offer.operator, bond, 0);
    }

    function bookOutage(ILeases.Terms calldata terms, uint256 amount) external {
        bytes32 leaseId = leaseIdOf(terms);
        _bookedOutageBps[leaseId] = 1;
        STAKING.compensate(leaseId, terms.offer.operator, terms.buyer, amount);
    }

    function bookNoShow(ILeases.Terms calldata terms, uint256 amount) external {
        STAKING.compensate(leaseIdOf(terms), terms.offer.operator, terms.buyer, amount);
    }

    function markDisputed(ILeases.Terms calldata terms, address challenger) external returns (bytes32 leaseId) {
        if (msg.sender != disputes) revert ILeases.NotAuthorized(msg.sender, disputes);
        if (challenger != terms.buyer) revert ILeases.NotAuthorized(challenger, terms.buyer);
        leaseId = leaseIdOf(terms);
        if (_marked[leaseId]) revert ILeases.AlreadyDisputed(leaseId);
        _marked[leaseId] = true;
    }

    function resolve(ILeases.Terms calldata terms, bool compensated, bool proven) external {
        if (msg.sender != disputes) revert ILeases.NotAuthorized(msg.sender, disputes);
        bytes32 leaseId = leaseIdOf(terms);
        emit Resolved(leaseId, compensated, proven);
        if (compensated) STAKING.compensate(leaseId, terms.offer.operator, terms.buyer, type(uint256).max);
    }

    function lease(bytes32 leaseId) external view returns (ILeases.Lease memory found) {
        found.bookedOutageBps = _bookedOutageBps[leaseId];
    }

    function leaseIdOf(ILeases.Terms calldata terms) public pure returns (bytes32) {
        return keccak256(abi.encode(terms));
    }
}
