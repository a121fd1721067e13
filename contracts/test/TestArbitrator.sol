// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IArbitrable, IArbitrator} from "../interfaces/IArbitrator.sol";

/// @title A court that does as it is told, also the wrong things
contract TestArbitrator is IArbitrator {
    error Closed();

    enum Mode {
        Honest,
        Reverts,
        Bombs, // reverts with a megabyte
        ReturnsNothing, // and keeps the fee
        SameNumber,
        BurnsGas,
        RulesAtOnce,
        HidesCost
    }

    Mode public mode;
    uint256 public fee;
    uint256 public last;

    function set(Mode mode_, uint256 fee_) external {
        (mode, fee) = (mode_, fee_);
    }

    function give(IArbitrable arbitrable, uint256 arbitratorDisputeId, uint256 ruling) external {
        arbitrable.rule(arbitratorDisputeId, ruling);
    }

    function createDispute(uint256, bytes calldata) external payable returns (uint256 arbitratorDisputeId) {
        if (mode == Mode.Reverts) revert Closed();
        if (mode == Mode.BurnsGas) while (gasleft() > 0) ++arbitratorDisputeId;
        if (mode == Mode.Bombs) {
            assembly {
                revert(0, 300000)
            }
        }
        if (mode == Mode.ReturnsNothing) {
            assembly {
                return(0, 31)
            }
        }
        if (mode == Mode.RulesAtOnce) IArbitrable(msg.sender).rule(1, 1);
        arbitratorDisputeId = mode == Mode.SameNumber ? 1 : ++last;
        emit DisputeCreation(arbitratorDisputeId, msg.sender);
    }

    function arbitrationCost(bytes calldata) external view returns (uint256) {
        if (mode == Mode.HidesCost) revert Closed();
        return fee;
    }
}
