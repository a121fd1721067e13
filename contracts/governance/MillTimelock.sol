// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {IMillTimelock} from "../interfaces/IMillTimelock.sol";

/// @title MillTimelock
/// @notice `IMillTimelock` is the manual.
contract MillTimelock is IMillTimelock, TimelockController {
    uint256 private constant LEAST_DELAY = 2 days;
    uint256 private constant MOST_DELAY = 14 days;

    address private immutable WIRER;
    bool private _wired;

    /// @param delaySeconds from queueing until execution
    /// @param wirer may call `wire`, once
    constructor(
        uint256 delaySeconds,
        address wirer
    ) TimelockController(delaySeconds, new address[](0), new address[](0), address(0)) {
        _checkDelay(delaySeconds);
        WIRER = wirer;
    }

    /// @inheritdoc IMillTimelock
    function wire(address governor) external {
        if (msg.sender != WIRER) revert NotWirer(msg.sender);
        if (_wired) revert AlreadyWired();
        if (governor == address(0)) revert ZeroAddress();

        _wired = true;
        _grantRole(PROPOSER_ROLE, governor);
        _grantRole(CANCELLER_ROLE, governor);
        _grantRole(EXECUTOR_ROLE, governor);
    }

    /// @inheritdoc IMillTimelock
    function takeOver(address[] calldata governed) external {
        for (uint256 i; i < governed.length; ++i) {
            Ownable2Step offered = Ownable2Step(governed[i]);
            // Else whoever has it accept one of them first would make a call for all of them fail for ever.
            if (offered.owner() != address(this)) offered.acceptOwnership();
        }
    }

    /// @inheritdoc TimelockController
    function updateDelay(uint256 newDelay) public override {
        _checkDelay(newDelay);
        super.updateDelay(newDelay);
    }

    function _checkDelay(uint256 delaySeconds) private pure {
        if (delaySeconds < LEAST_DELAY || delaySeconds > MOST_DELAY) {
            revert DelayOutOfBounds(delaySeconds, LEAST_DELAY, MOST_DELAY);
        }
    }
}
