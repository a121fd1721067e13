// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Governor} from "@openzeppelin/contracts/governance/Governor.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {GovernorCountingSimple} from "@openzeppelin/contracts/governance/extensions/GovernorCountingSimple.sol";
import {GovernorPreventLateQuorum} from "@openzeppelin/contracts/governance/extensions/GovernorPreventLateQuorum.sol";
import {GovernorSettings} from "@openzeppelin/contracts/governance/extensions/GovernorSettings.sol";
import {GovernorTimelockControl} from "@openzeppelin/contracts/governance/extensions/GovernorTimelockControl.sol";
import {GovernorVotes} from "@openzeppelin/contracts/governance/extensions/GovernorVotes.sol";
import {GovernorVotesQuorumFraction} from "@openzeppelin/contracts/governance/extensions/GovernorVotesQuorumFraction.sol";
import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {IMillGovernor} from "../interfaces/IMillGovernor.sol";
import {IParameters} from "../interfaces/IParameters.sol";
import {IStaking} from "../interfaces/IStaking.sol";
import {ParameterIds} from "../parameters/ParameterIds.sol";
import {VotePositions} from "./VotePositions.sol";

/// @title MillGovernor
/// @notice `IMillGovernor` says what is added to OpenZeppelin's Governor.
contract MillGovernor is
    IMillGovernor,
    Governor,
    GovernorSettings,
    GovernorCountingSimple,
    GovernorVotes,
    GovernorVotesQuorumFraction,
    GovernorTimelockControl,
    GovernorPreventLateQuorum
{
    uint256 private constant MOST_DELAY = 2 days;
    uint256 private constant MOST_PERIOD = 7 days;
    uint256 private constant MOST_EXTENSION = 3 days;

    /// @inheritdoc IMillGovernor
    uint256 public constant MOST_POSITIONS = VotePositions.MOST;

    /// @inheritdoc IMillGovernor
    uint256 public immutable THRESHOLD_BPS;

    IStaking private immutable STAKING;

    /// @param mill wallets' votes
    /// @param staking_ positions' votes
    /// @param parameters is asked once, for the smallest thaw period that it will ever allow
    /// @param timelock_ executes; it has yet to be wired to this contract
    constructor(
        IVotes mill,
        IStaking staking_,
        IParameters parameters,
        TimelockController timelock_,
        Rules memory rules
    )
        Governor("Millrace Governor")
        GovernorSettings(rules.delaySeconds, rules.periodSeconds, 0)
        GovernorVotes(mill)
        GovernorVotesQuorumFraction(rules.quorumPercent)
        GovernorTimelockControl(timelock_)
        GovernorPreventLateQuorum(rules.extensionSeconds)
    {
        uint256 leastThaw = parameters.setting(ParameterIds.THAW_SECONDS).minimum;
        uint256 longestVote = MOST_DELAY + MOST_PERIOD + MOST_EXTENSION;
        if (leastThaw <= longestVote) revert ThawTooShort(leastThaw, longestVote);
        _checkRule("thresholdBps", rules.thresholdBps, 1, 100);
        STAKING = staking_;
        THRESHOLD_BPS = rules.thresholdBps;
    }

    // ------------------------------------------------------------------------------------------------- votes

    /// @inheritdoc IMillGovernor
    function staking() external view returns (address) {
        return address(STAKING);
    }

    function proposalThreshold() public view override(Governor, GovernorSettings) returns (uint256) {
        return (token().getPastTotalSupply(clock() - 1) * THRESHOLD_BPS) / 10_000;
    }

    function _getVotes(
        address account,
        uint256 timepoint,
        bytes memory params
    ) internal view override(Governor, GovernorVotes) returns (uint256 votes) {
        votes = super._getVotes(account, timepoint, params);
        if (params.length == 0) return votes;
        uint256[] memory operators = VotePositions.decode(params);
        for (uint256 i; i < operators.length; ++i) {
            votes += STAKING.votesOf(address(uint160(operators[i])), account, timepoint);
        }
    }

    // -------------------------------------------------------------------------------------------- signatures

    function _validateVoteSig(
        uint256 proposalId,
        uint8 support,
        address voter,
        bytes memory signature
    ) internal override returns (bool) {
        bytes memory ballot = abi.encode(BALLOT_TYPEHASH, proposalId, support, voter, _useNonce(voter));
        return _isSigned(voter, ballot, signature);
    }

    function _validateExtendedVoteSig(
        uint256 proposalId,
        uint8 support,
        address voter,
        string memory reason,
        bytes memory params,
        bytes memory signature
    ) internal override returns (bool) {
        (bytes32 reasonHash, bytes32 paramsHash) = (keccak256(bytes(reason)), keccak256(params));
        uint256 nonce = _useNonce(voter);
        bytes memory ballot = abi.encode(
            EXTENDED_BALLOT_TYPEHASH,
            proposalId,
            support,
            voter,
            nonce,
            reasonHash,
            paramsHash
        );
        return _isSigned(voter, ballot, signature);
    }

    /// @dev ECDSA first, then ERC-1271: a key that delegated to code (EIP-7702) keeps its ECDSA signatures valid.
    function _isSigned(address voter, bytes memory ballot, bytes memory signature) private view returns (bool) {
        bytes32 digest = _hashTypedDataV4(keccak256(ballot));
        (address recovered, ECDSA.RecoverError err, ) = ECDSA.tryRecover(digest, signature);
        if (err == ECDSA.RecoverError.NoError && recovered == voter) return true;
        return SignatureChecker.isValidERC1271SignatureNow(voter, digest, signature);
    }

    // ------------------------------------------------------------------------------------ the governor's own

    function _setVotingDelay(uint48 newVotingDelay) internal override {
        _checkRule("votingDelay", newVotingDelay, 12 hours, MOST_DELAY);
        super._setVotingDelay(newVotingDelay);
    }

    function _setVotingPeriod(uint32 newVotingPeriod) internal override {
        _checkRule("votingPeriod", newVotingPeriod, 3 days, MOST_PERIOD);
        super._setVotingPeriod(newVotingPeriod);
    }

    function _setLateQuorumVoteExtension(uint48 newVoteExtension) internal override {
        _checkRule("lateQuorumVoteExtension", newVoteExtension, 1 days, MOST_EXTENSION);
        super._setLateQuorumVoteExtension(newVoteExtension);
    }

    function _updateQuorumNumerator(uint256 newQuorumNumerator) internal override {
        _checkRule("quorumNumerator", newQuorumNumerator, 2, 10);
        super._updateQuorumNumerator(newQuorumNumerator);
    }

    function setProposalThreshold(uint256) public view override {
        revert ThresholdIsFixed(THRESHOLD_BPS);
    }

    function updateTimelock(TimelockController) public view override {
        revert TimelockIsFixed(timelock());
    }

    function _checkRule(string memory rule, uint256 value, uint256 least, uint256 most) private pure {
        if (value < least || value > most) revert RuleOutOfBounds(rule, value, least, most);
    }

    // --------------------------------------------------------------------------------- required by Solidity

    function state(uint256 proposalId) public view override(Governor, GovernorTimelockControl) returns (ProposalState) {
        return super.state(proposalId);
    }

    function proposalDeadline(
        uint256 proposalId
    ) public view override(Governor, GovernorPreventLateQuorum) returns (uint256) {
        return super.proposalDeadline(proposalId);
    }

    function proposalNeedsQueuing(
        uint256 proposalId
    ) public view override(Governor, GovernorTimelockControl) returns (bool) {
        return super.proposalNeedsQueuing(proposalId);
    }

    function votingDelay() public view override(Governor, GovernorSettings) returns (uint256) {
        return super.votingDelay();
    }

    function votingPeriod() public view override(Governor, GovernorSettings) returns (uint256) {
        return super.votingPeriod();
    }

    function _tallyUpdated(uint256 proposalId) internal override(Governor, GovernorPreventLateQuorum) {
        super._tallyUpdated(proposalId);
    }

    function _queueOperations(
        uint256 proposalId,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(Governor, GovernorTimelockControl) returns (uint48) {
        return super._queueOperations(proposalId, targets, values, calldatas, descriptionHash);
    }

    function _executeOperations(
        uint256 proposalId,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(Governor, GovernorTimelockControl) {
        super._executeOperations(proposalId, targets, values, calldatas, descriptionHash);
    }

    function _cancel(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(Governor, GovernorTimelockControl) returns (uint256) {
        return super._cancel(targets, values, calldatas, descriptionHash);
    }

    function _executor() internal view override(Governor, GovernorTimelockControl) returns (address) {
        return super._executor();
    }
}
