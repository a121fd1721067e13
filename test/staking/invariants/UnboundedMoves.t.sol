// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IStaking} from "../../../contracts/interfaces/IStaking.sol";
import {StakingModel} from "./StakingModel.sol";

/// @title Whatever anybody may send, most of which must be refused
/// @dev In a file of tests, as the runner calls only contracts that it has an artifact of.
contract UnboundedMoves {
    StakingModel private model;

    /// @notice A call that is not for everybody and went through.
    bytes4 public trespassed;

    constructor(StakingModel model_) {
        model = model_;
    }

    function send(uint8 who, uint8 of_, uint8 kind, uint256 x, uint256 y) external {
        if (kind < 85) _own(who, kind, x);
        else if (kind < 170) _delegation(who, of_, kind, x, y);
        else _timed(who, of_, kind, x);
    }

    function _own(uint8 who, uint8 kind, uint256 x) private {
        bytes4[3] memory selectors = [
            IStaking.stake.selector,
            IStaking.requestThaw.selector,
            IStaking.withdraw.selector
        ];
        model.act(_actor(who), _actor(who), abi.encodeWithSelector(selectors[kind % 3], x));
    }

    function _delegation(uint8 who, uint8 of_, uint8 kind, uint256 x, uint256 y) private {
        address operator = model.actor(of_ % model.OPERATORS());
        bytes memory data = abi.encodeCall(IStaking.delegate, (operator, x, y));
        if (kind % 3 == 1) data = abi.encodeCall(IStaking.requestUndelegate, (operator, x));
        if (kind % 3 == 2) data = abi.encodeCall(IStaking.withdrawDelegation, (operator, x, y));
        model.act(_actor(who), operator, data);
    }

    function _timed(uint8 who, uint8 of_, uint8 kind, uint256 id) private {
        bytes4[4] memory selectors = [
            IStaking.payCompensation.selector,
            IStaking.payOut.selector,
            IStaking.withdrawCredit.selector,
            IStaking.setCommission.selector
        ];
        model.act(_actor(who), _actor(of_), abi.encodeWithSelector(selectors[kind % 4], id));
    }

    function trespass(uint8 who, uint8 kind, bytes32 a, address b, address c, address d, uint256 e) external {
        bytes4[13] memory selectors = [
            IStaking.lock.selector,
            IStaking.extendBond.selector,
            IStaking.unlock.selector,
            IStaking.compensate.selector,
            IStaking.freeze.selector,
            IStaking.release.selector,
            IStaking.book.selector,
            IStaking.contest.selector,
            IStaking.endContest.selector,
            IStaking.takeDisputeBond.selector,
            IStaking.creditDisputeBond.selector,
            IStaking.addRewards.selector,
            IStaking.noteMinted.selector
        ];
        bytes4 selector = selectors[kind % 13];
        // Addresses first where the call wants them first.
        bytes memory data =
            kind % 13 > 8 ? abi.encodeWithSelector(selector, b, e) : abi.encodeWithSelector(selector, a, b, c, d, e);
        (bool ok, ) = model.act(_actor(who), _actor(who), data);
        if (ok) trespassed = selector;
    }

    function _actor(uint8 i) private view returns (address) {
        return model.actor(i % model.ACTORS());
    }
}
