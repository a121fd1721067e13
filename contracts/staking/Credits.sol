// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IStaking} from "../interfaces/IStaking.sol";
import {StakingState} from "./StakingState.sol";

/// @title Credits: bonds of disputes, and what their parties are owed
/// @dev Whoever is owed by a dispute or a slash withdraws it, so that no recipient can block another's.
abstract contract Credits is StakingState {
    uint256 private _disputeBonds;
    mapping(address account => uint256) private _credits;

    /// @inheritdoc IStaking
    function takeDisputeBond(address account, uint256 amount) external onlyDisputes {
        if (amount == 0) revert ZeroAmount();
        _disputeBonds += amount;
        emit DisputeBondTaken(account, amount);
        _pull(account, amount);
    }

    /// @inheritdoc IStaking
    function creditDisputeBond(address account, uint256 amount) external onlyDisputes {
        if (amount > _disputeBonds) revert DisputeBondsExceeded(amount, _disputeBonds);
        _disputeBonds -= amount;
        _credit(account, amount);
    }

    /// @inheritdoc IStaking
    function withdrawCredit() external returns (uint256 amount) {
        amount = _credits[msg.sender];
        if (amount == 0) revert NothingToWithdraw(msg.sender);
        delete _credits[msg.sender];
        emit CreditWithdrawn(msg.sender, amount);
        _send(msg.sender, amount);
    }

    /// @inheritdoc IStaking
    function creditOf(address account) external view returns (uint256) {
        return _credits[account];
    }

    /// @inheritdoc IStaking
    function disputeBonds() external view returns (uint256) {
        return _disputeBonds;
    }

    function _credit(address account, uint256 amount) internal {
        if (amount == 0) return;
        _credits[account] += amount;
        emit Credited(account, amount);
    }
}
