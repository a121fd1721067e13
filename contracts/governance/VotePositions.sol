// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IMillGovernor} from "../interfaces/IMillGovernor.sol";

/// @title The positions that a vote names
library VotePositions {
    /// @dev So that a vote with all of them stays far below what a transaction may use.
    uint256 internal constant MOST = 64;

    /// @notice `abi.encode(address[])` of strictly ascending addresses, exactly as the ABI writes it.
    function decode(bytes memory params) internal pure returns (uint256[] memory operators) {
        if (params.length < 64 || params.length % 32 != 0) revert IMillGovernor.PositionsMalformed(params);
        uint256 count = params.length / 32 - 2;
        (uint256 offset, uint256 length) = abi.decode(params, (uint256, uint256));
        if (offset != 32 || length != count) revert IMillGovernor.PositionsMalformed(params);
        if (count > MOST) revert IMillGovernor.TooManyPositions(count, MOST);

        operators = abi.decode(params, (uint256[]));
        uint256 before;
        for (uint256 i; i < count; ++i) {
            uint256 operator = operators[i];
            if (operator > type(uint160).max) revert IMillGovernor.PositionsMalformed(params);
            if (operator <= before) revert IMillGovernor.PositionsNotAscending(i, address(uint160(operator)));
            before = operator;
        }
    }
}
