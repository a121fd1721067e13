// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {BoundedLeases} from "../../leases/invariants/BoundedLeases.t.sol";
import {UnboundedLeases} from "../../leases/invariants/UnboundedLeases.t.sol";
import {Check} from "../../support/Check.sol";
import {IncentiveMoves} from "./IncentiveMoves.t.sol";
import {PauseModel} from "./PauseModel.sol";

/// @title What a pause stops, on all contracts that hold or decide, after any moves of anybody
contract PauseInvariants is Check {
    /// @dev Of Escrow, Leases, Staking, Nodes, Quality, Disputes, Emissions and FeeAuction: on how many at least some call
    /// must have succeeded under a pause, or the run has tested too little.
    uint256 private constant LEAST_CONTRACTS = 5;

    PauseModel private model;
    BoundedLeases private bounded;
    UnboundedLeases private unbounded;
    IncentiveMoves private incentives;

    error TooFewContractsWorked(uint256 contracts, uint256 least);

    function setUp() external {
        model = new PauseModel();
        bounded = new BoundedLeases(model);
        unbounded = new UnboundedLeases(model);
        incentives = new IncentiveMoves(model);
    }

    function targetContracts() external view returns (address[] memory targets) {
        // The model itself is not called by the runner.
        targets = new address[](3);
        (targets[0], targets[1], targets[2]) = (address(bounded), address(unbounded), address(incentives));
    }

    /// hardhat-config: invariant.runs = 4
    /// hardhat-config: invariant.depth = 32
    function invariant_14_whilePausedEverythingButThePausedCallsDoesTheSame() external view {
        string memory what = model.broken(14);
        check(bytes(what).length == 0, what);
    }

    function afterInvariant() external view {
        address[8] memory all = [
            address(model.escrow()),
            address(model.leases()),
            address(model.staking()),
            address(model.nodes()),
            address(model.quality()),
            address(model.disputes()),
            address(model.emissions()),
            address(model.auction())
        ];
        uint256 contracts;
        for (uint256 i; i < all.length; ++i) {
            if (model.worked(all[i]) != 0) ++contracts;
        }
        if (contracts < LEAST_CONTRACTS) revert TooFewContractsWorked(contracts, LEAST_CONTRACTS);
    }
}
