// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IEscrow} from "../interfaces/IEscrow.sol";
import {ParameterIds} from "../parameters/ParameterIds.sol";
import {Balances} from "./Balances.sol";
import {EarningsWord} from "./EarningsWord.sol";

/// @title Earnings: what operators have earned, whom it goes to, and who carries their vouchers
abstract contract Earnings is Balances {
    using SafeCast for uint256;

    /// @dev Who carries the vouchers, and what it has earned by that and not collected. The rate is in the earnings word.
    struct RelayerSlot {
        address relayer;
        uint96 accrued;
    }

    /// @dev What replaces it once its time has come.
    struct NextRelayer {
        address relayer;
        uint16 feeBps;
    }

    mapping(address operator => mapping(address token => address)) private _beneficiary;
    mapping(address operator => mapping(address token => RelayerSlot)) private _relayer;
    mapping(address operator => mapping(address token => NextRelayer)) private _nextRelayer;

    /// @inheritdoc IEscrow
    function earnings(address operator, address token) external view returns (uint256 net, uint256 fees) {
        EarningsWord w = _earnings[token][operator];
        return (w.net(), w.fees());
    }

    // ---------------------------------------------------------------------------------------------- withdraw

    /// @inheritdoc IEscrow
    function withdrawEarnings(address token) external returns (uint256 amount) {
        EarningsWord w = _earnings[token][msg.sender];
        amount = w.net();
        if (amount == 0) revert NothingToWithdraw(msg.sender, token);
        _earnings[token][msg.sender] = w.withoutNet();
        _payOut(msg.sender, token, w, amount);
    }

    /// @dev Send to the operator's beneficiary what the caller has taken off the operator's earnings `w`. The books are
    /// right before the token is called, so no guard is needed here.
    function _payOut(address operator, address token, EarningsWord w, uint256 amount) internal {
        address to = w.beneficiaryNamed() ? _beneficiary[operator][token] : operator;
        emit EarningsWithdrawn(operator, token, amount);
        _send(token, to, amount);
    }

    /// @inheritdoc IEscrow
    function beneficiaryOf(address operator, address token) public view returns (address) {
        return _earnings[token][operator].beneficiaryNamed() ? _beneficiary[operator][token] : operator;
    }

    /// @inheritdoc IEscrow
    function setBeneficiary(address operator, address token, address beneficiary) external {
        if (beneficiary == address(0)) revert ZeroAddress();
        address holder = beneficiaryOf(operator, token);
        if (msg.sender != holder) revert NotAuthorized(msg.sender, holder);
        _beneficiary[operator][token] = beneficiary;
        _earnings[token][operator] = _earnings[token][operator].withBeneficiary();
        emit BeneficiaryChanged(operator, token, beneficiary);
    }

    // --------------------------------------------------------------------------------------- protocol's fees

    /// @inheritdoc IEscrow
    function collectFees(address token, address[] calldata operators) external returns (uint256[] memory amounts) {
        if (msg.sender != feeCollector) revert NotAuthorized(msg.sender, feeCollector);
        amounts = new uint256[](operators.length);
        uint256 total;
        for (uint256 i; i < operators.length; ++i) {
            EarningsWord w = _earnings[token][operators[i]];
            uint256 amount = w.fees();
            if (amount == 0) continue;
            _earnings[token][operators[i]] = w.withoutFees();
            amounts[i] = amount;
            total += amount;
            emit FeesCollected(operators[i], token, amount);
        }
        _giveFree(feeCollector, token, total);
    }

    // --------------------------------------------------------------------------------------- relayer's terms

    /// @inheritdoc IEscrow
    function setRelayer(address token, address relayer, uint256 feeBps) external {
        uint256 maxBps = relayer == address(0) ? 0 : PARAMETERS.value(ParameterIds.MAX_RELAYER_FEE_BPS);
        if (feeBps > maxBps) revert FeeBpsTooHigh(feeBps, maxBps);

        uint256 effectiveAt = block.timestamp + PARAMETERS.value(ParameterIds.RELAYER_NOTICE_SECONDS);
        EarningsWord w = _currentWord(msg.sender, token);
        _nextRelayer[msg.sender][token] = NextRelayer(relayer, feeBps.toUint16());
        _earnings[token][msg.sender] = w.withRelayer(true, w.relayerBps(), effectiveAt.toUint40());
        emit RelayerTermsChanged(msg.sender, token, relayer, feeBps, effectiveAt);
    }

    /// @inheritdoc IEscrow
    function relayerTerms(
        address operator,
        address token
    ) external view returns (RelayerTerms memory current, RelayerTerms memory next, uint256 effectiveAt) {
        EarningsWord w = _earnings[token][operator];
        NextRelayer memory n = _nextRelayer[operator][token];
        effectiveAt = w.relayerChangesAt();
        if (effectiveAt == 0 || block.timestamp < effectiveAt) {
            current = RelayerTerms(_relayer[operator][token].relayer, w.relayerBps());
            if (effectiveAt != 0) next = RelayerTerms(n.relayer, n.feeBps);
        } else {
            current = RelayerTerms(n.relayer, n.feeBps);
            effectiveAt = 0;
        }
    }

    /// @inheritdoc IEscrow
    function relayerFees(address operator, address token) external view returns (address relayer, uint256 accrued) {
        RelayerSlot storage slot = _relayer[operator][token];
        return (slot.relayer, slot.accrued);
    }

    /// @inheritdoc IEscrow
    function collectRelayerFees(address token, address[] calldata operators) external {
        for (uint256 i; i < operators.length; ++i) _releaseRelayerFees(operators[i], token);
    }

    /// @dev The earnings word with the terms that are in force now. Terms whose time has come take the place of the old
    /// ones, whose relayer gets what it has accrued.
    function _currentWord(address operator, address token) internal returns (EarningsWord w) {
        w = _earnings[token][operator];
        uint256 changesAt = w.relayerChangesAt();
        if (changesAt == 0 || block.timestamp < changesAt) return w;

        _releaseRelayerFees(operator, token);
        NextRelayer memory next = _nextRelayer[operator][token];
        _relayer[operator][token].relayer = next.relayer;
        w = w.withRelayer(next.relayer != address(0), next.feeBps, 0);
        _earnings[token][operator] = w;
    }

    /// @dev Book a relayer's part of a group of claims.
    function _accrueRelayerFees(address operator, address token, uint256 amount) internal {
        RelayerSlot storage slot = _relayer[operator][token];
        uint256 accrued = slot.accrued + amount;
        if (accrued > type(uint96).max) {
            _releaseRelayerFees(operator, token);
            accrued = amount;
        }
        // A group's sums are below 2⁹⁶.
        slot.accrued = uint96(accrued);
    }

    function _releaseRelayerFees(address operator, address token) private {
        RelayerSlot storage slot = _relayer[operator][token];
        uint256 amount = slot.accrued;
        if (amount == 0) return;
        slot.accrued = 0;
        _giveFree(slot.relayer, token, amount);
        emit RelayerFeesCollected(slot.relayer, operator, token, amount);
    }
}
