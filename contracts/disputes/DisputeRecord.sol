// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IArbitrator} from "../interfaces/IArbitrator.sol";
import {IDisputes} from "../interfaces/IDisputes.sol";

/// @title A dispute as it is stored: six words
/// @dev `IDisputes.Dispute` says what the fields mean.
/// @param challengerAppealed who appealed; counts only once `appealBond` is not 0
struct DisputeRecord {
    address challenger;
    uint40 deadline;
    IDisputes.Kind kind;
    IDisputes.State state;
    IDisputes.Verdict verdict;
    bool submitted;
    bool challengerAppealed;
    address respondent;
    uint96 bond;
    IArbitrator arbitrator;
    uint96 appealBond;
    IArbitrator appealArbitrator;
    uint96 compensationId;
    bytes32 leaseId;
    uint256 arbitratorDisputeId;
}
