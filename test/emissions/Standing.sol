// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IEmissionsHook} from "../../contracts/interfaces/IEmissionsHook.sol";
import {INodes} from "../../contracts/interfaces/INodes.sol";

/// @title In the place of Quality and Nodes: multipliers and required stake as the test says
/// @dev Tells Emissions of changes as both do.
contract Standing {
    IEmissionsHook public emissions;

    mapping(address operator => uint256) public multiplierOf;
    mapping(address operator => INodes.Capacity) private _capacities;
    mapping(address operator => uint256) private _nextMultiplier;
    mapping(address operator => bool) private _isNext;

    function wire(IEmissionsHook emissions_) external {
        emissions = emissions_;
    }

    /// @notice What the next `refresh` finds.
    function setNextMultiplier(address operator, uint256 bps) external {
        (_nextMultiplier[operator], _isNext[operator]) = (bps, true);
    }

    function setMultiplier(address operator, uint256 bps) public {
        if (bps < multiplierOf[operator]) emissions.noteFall(operator);
        else if (bps > multiplierOf[operator]) emissions.settleFall(operator);
        multiplierOf[operator] = bps;
        _isNext[operator] = false;
    }

    function setRequiredStake(address operator, uint96 requiredStake) external {
        emissions.settleFall(operator);
        _capacities[operator].requiredStake = requiredStake;
        emissions.noteNodes(operator);
    }

    function refresh(address operator) external returns (uint8) {
        if (_isNext[operator]) setMultiplier(operator, _nextMultiplier[operator]);
        return 0;
    }

    function capacity(address operator) external view returns (INodes.Capacity memory) {
        return _capacities[operator];
    }
}
