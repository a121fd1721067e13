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

    /// @dev The terms in force, until `nextAt` (0 if nothing is pending).
    struct RelayerSlot {
        address relayer;
        uint16 feeBps;
        uint40 nextAt;
    }

    mapping(address operator => address) private _beneficiary;
    mapping(address operator => mapping(address token => RelayerSlot)) private _relayer;
    mapping(address operator => mapping(address token => RelayerSlot)) private _nextRelayer;

    /// @inheritdoc IEscrow
    function earnings(address operator, address token) external view returns (uint256 net, uint256 fees) {
        EarningsWord w = _earnings[operator][token];
        return (w.net(), w.fees());
    }

    // ---------------------------------------------------------------------------------------------- withdraw

    /// @inheritdoc IEscrow
    function withdrawEarnings(address token) external returns (uint256 amount) {
        EarningsWord w = _earnings[msg.sender][token];
        amount = w.net();
        if (amount == 0) revert NothingToWithdraw(msg.sender, token);
        _earnings[msg.sender][token] = w.withoutNet();
        _payOut(msg.sender, token, amount);
    }

    /// @dev Send to the operator's beneficiary what the caller has taken off the operator's earnings.
    function _payOut(address operator, address token, uint256 amount) internal {
        address to = beneficiaryOf(operator);
        emit EarningsWithdrawn(operator, token, to, amount);
        _send(token, to, amount);
    }

    /// @inheritdoc IEscrow
    function beneficiaryOf(address operator) public view returns (address) {
        address named = _beneficiary[operator];
        return named == address(0) ? operator : named;
    }

    /// @inheritdoc IEscrow
    function setBeneficiary(address operator, address beneficiary) external {
        if (beneficiary == address(0)) revert ZeroAddress();
        address holder = beneficiaryOf(operator);
        if (msg.sender != holder) revert NotAuthorized(msg.sender, holder);
        _beneficiary[operator] = beneficiary;
        emit BeneficiaryChanged(operator, beneficiary);
    }

    // --------------------------------------------------------------------------------------- protocol's fees

    /// @inheritdoc IEscrow
    function collectFees(address token, address[] calldata operators) external returns (uint256[] memory amounts) {
        if (msg.sender != feeCollector) revert NotAuthorized(msg.sender, feeCollector);
        amounts = new uint256[](operators.length);
        uint256 total;
        for (uint256 i; i < operators.length; ++i) {
            EarningsWord w = _earnings[operators[i]][token];
            uint256 amount = w.fees();
            if (amount == 0) continue;
            _earnings[operators[i]][token] = w.withoutFees();
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
        RelayerSlot memory current = _relayerNow(msg.sender, token);
        _relayer[msg.sender][token] = RelayerSlot(current.relayer, current.feeBps, effectiveAt.toUint40());
        _nextRelayer[msg.sender][token] = RelayerSlot(relayer, feeBps.toUint16(), 0);
        _earnings[msg.sender][token] = _earnings[msg.sender][token].withRelayer(
            current.relayer != address(0) || relayer != address(0)
        );
        emit RelayerTermsChanged(msg.sender, token, relayer, feeBps, effectiveAt);
    }

    /// @inheritdoc IEscrow
    function relayerTerms(
        address operator,
        address token
    ) external view returns (RelayerTerms memory current, RelayerTerms memory next, uint256 effectiveAt) {
        RelayerSlot memory now_ = _relayerNow(operator, token);
        current = RelayerTerms(now_.relayer, now_.feeBps);
        if (now_.nextAt != 0) {
            RelayerSlot memory later = _nextRelayer[operator][token];
            next = RelayerTerms(later.relayer, later.feeBps);
            effectiveAt = now_.nextAt;
        }
    }

    /// @dev The terms in force: the pending ones once their time has come.
    function _relayerNow(address operator, address token) internal view returns (RelayerSlot memory terms) {
        terms = _relayer[operator][token];
        if (terms.nextAt != 0 && block.timestamp >= terms.nextAt) terms = _nextRelayer[operator][token];
    }
}
