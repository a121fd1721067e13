// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IArbitrable} from "../../../contracts/interfaces/IArbitrator.sol";
import {ILeases} from "../../../contracts/interfaces/ILeases.sol";
import {INodes} from "../../../contracts/interfaces/INodes.sol";
import {IStaking} from "../../../contracts/interfaces/IStaking.sol";
import {LeaseModel} from "./LeaseModel.sol";

/// @title Whatever anybody may send, most of which must be refused
/// @dev In a file of tests, as the runner calls only contracts that it has an artifact of.
contract UnboundedLeases {
    LeaseModel private model;

    /// @notice A call that is not for its sender and went through.
    bytes4 public trespassed;

    constructor(LeaseModel model_) {
        model = model_;
    }

    /// @notice Any step of any lease by anybody, or anything about stake with any number.
    function send(uint8 who, uint8 what, uint8 of_, uint256 x) external {
        if (what % 2 == 0) _step(who, what / 2, of_, uint32(x));
        else _stake(who, of_, what / 2, x);
    }

    function _step(uint8 who, uint8 what, uint8 of_, uint32 x) private {
        if (model.count() == 0) return;
        uint256 i = of_ % model.count();
        LeaseModel.Step which = LeaseModel.Step(what % 12);
        address sender = _actor(who);
        bytes memory data = model.callOf(i, which, x);
        (bool ok, ) = model.act(sender, address(model.leases()), data);
        if (ok && !model.isFor(i, which, sender)) trespassed = bytes4(data);
    }

    function _stake(uint8 who, uint8 of_, uint8 kind, uint256 x) private {
        address operator = model.operator(of_ % model.OPERATORS());
        bytes[7] memory calls = [
            abi.encodeCall(IStaking.stake, (x)),
            abi.encodeCall(IStaking.requestThaw, (x)),
            abi.encodeCall(IStaking.withdraw, (x)),
            abi.encodeCall(IStaking.delegate, (operator, x, 0)),
            abi.encodeCall(IStaking.requestUndelegate, (operator, x)),
            abi.encodeCall(IStaking.payCompensation, (x)),
            abi.encodeCall(IStaking.withdrawDelegation, (operator, x, 0))
        ];
        model.onStaking(_actor(who), calls[kind % 7]);
    }

    /// @notice What only other contracts may call; a ruling by somebody who is no court among it.
    function trespass(uint8 who, uint8 of_, uint8 kind, bytes32 a, uint256 x) external {
        address operator = model.operator(of_ % model.OPERATORS());
        ILeases.Terms memory terms;
        if (model.count() != 0) terms = model.termsAt(of_ % model.count());
        bytes[6] memory calls = [
            abi.encodeCall(IStaking.unlock, (a, operator, x, x)),
            abi.encodeCall(INodes.free, (x, uint32(x))),
            abi.encodeCall(INodes.lease, (x, uint32(x))),
            abi.encodeCall(ILeases.markDisputed, (terms, terms.buyer)),
            abi.encodeCall(ILeases.resolve, (terms, true, true)),
            abi.encodeCall(IArbitrable.rule, (of_, x))
        ];
        address[6] memory targets = [
            address(model.staking()),
            address(model.nodes()),
            address(model.nodes()),
            address(model.leases()),
            address(model.leases()),
            address(model.disputes())
        ];
        (bool ok, ) = model.act(_actor(who), targets[kind % 6], calls[kind % 6]);
        if (ok) trespassed = bytes4(calls[kind % 6]);
    }

    function _actor(uint8 i) private view returns (address) {
        uint256 which = i % 5;
        if (which < 2) return model.operator(which);
        return which < 4 ? model.buyer(which - 2) : model.STRANGER();
    }
}
