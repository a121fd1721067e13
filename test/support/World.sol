// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IEscrow} from "../../contracts/interfaces/IEscrow.sol";
import {IParameters} from "../../contracts/interfaces/IParameters.sol";
import {VM} from "./Cheats.sol";

/// @title Puts contracts of this build on the test's chain
/// @dev By their names, so that a test need not compile them into itself. The table of settings is the deployment's
/// (`deploy/parameters/settings.ts`).
library World {
    error DeploymentFailed(string name);

    function deploy(string memory name, bytes memory arguments) internal returns (address at) {
        bytes memory code = bytes.concat(VM.getCode(name), arguments);
        assembly ("memory-safe") {
            at := create(0, add(code, 32), mload(code))
        }
        if (at == address(0)) revert DeploymentFailed(name);
        VM.label(at, name);
    }

    /// @param wirer may call `wire` once
    function newEscrow(IParameters parameters, address wirer) internal returns (IEscrow) {
        return IEscrow(deploy("Escrow.sol:Escrow", abi.encode(parameters, address(0), wirer)));
    }

    function newParameters(address owner, address guardian) internal returns (IParameters) {
        return newParameters(owner, guardian, settings());
    }

    function newParameters(
        address owner,
        address guardian,
        IParameters.Definition[] memory table
    ) internal returns (IParameters) {
        IParameters.Relation[] memory relations = new IParameters.Relation[](1);
        relations[0] = IParameters.Relation("pauseRestSeconds", new bytes32[](1), true);
        relations[0].summands[0] = "pauseSeconds";
        return IParameters(deploy("Parameters.sol:Parameters", abi.encode(owner, guardian, table, relations)));
    }

    function settings() internal pure returns (IParameters.Definition[] memory table) {
        table = new IParameters.Definition[](6);
        table[0] = IParameters.Definition("protocolFeeBps", 200, 0, 1000, 100, 7 days);
        table[1] = IParameters.Definition("challengePeriodSeconds", 1 days, 1 hours, 14 days, 1 days, 7 days);
        table[2] = IParameters.Definition("maxRelayerFeeBps", 1000, 0, 1000, 500, 7 days);
        table[3] = IParameters.Definition("relayerNoticeSeconds", 1 days, 1 hours, 7 days, 1 days, 7 days);
        table[4] = IParameters.Definition("pauseSeconds", 5 days, 1 hours, 7 days, 2 days, 7 days);
        table[5] = IParameters.Definition("pauseRestSeconds", 30 days, 14 days, 90 days, 14 days, 7 days);
    }
}
