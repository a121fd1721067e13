// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IArbitrator} from "../interfaces/IArbitrator.sol";

/// @title Calls to arbitrators, which are not trusted
/// @notice Neither a revert, nor a megabyte of returned data, nor too little of it, nor endless work of the arbitrator
/// reverts the caller.
library ArbitratorCall {
    /// @dev Rulings besides 0: upheld and rejected.
    uint256 private constant CHOICES = 2;

    /// @dev What an arbitrator may use, and is always given: else whoever pays for the gas could make it fail.
    uint256 internal constant GAS = 1_000_000;

    /// @dev 1/64 stays with the caller (EIP-150) and a transfer of value costs 9,000: both fit.
    uint256 internal constant GAS_NEEDED = GAS + GAS / 32;

    /// @return ok false if the arbitrator does not say
    /// @return fee in wei
    function cost(IArbitrator arbitrator, bytes memory extraData) internal view returns (bool ok, uint256 fee) {
        return _staticcall(arbitrator, abi.encodeCall(IArbitrator.arbitrationCost, (extraData)));
    }

    /// @return ok false if the arbitrator does not create the dispute
    function create(
        IArbitrator arbitrator,
        uint256 fee,
        bytes memory extraData
    ) internal returns (bool ok, uint256 arbitratorDisputeId) {
        bytes memory data = abi.encodeCall(IArbitrator.createDispute, (CHOICES, extraData));
        if (address(arbitrator).code.length == 0) return (false, 0);
        assembly ("memory-safe") {
            ok := call(GAS, arbitrator, fee, add(data, 0x20), mload(data), 0, 0x20)
            ok := and(ok, gt(returndatasize(), 0x1f))
            if ok {
                arbitratorDisputeId := mload(0)
            }
        }
    }

    function _staticcall(IArbitrator arbitrator, bytes memory data) private view returns (bool ok, uint256 word) {
        assembly ("memory-safe") {
            ok := staticcall(GAS, arbitrator, add(data, 0x20), mload(data), 0, 0x20)
            ok := and(ok, gt(returndatasize(), 0x1f))
            if ok {
                word := mload(0)
            }
        }
    }
}
