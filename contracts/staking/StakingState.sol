// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IEmissionsHook} from "../interfaces/IEmissionsHook.sol";
import {IMillToken} from "../interfaces/IMillToken.sol";
import {IParameters} from "../interfaces/IParameters.sol";
import {IStaking} from "../interfaces/IStaking.sol";
import {StakeMath} from "../libraries/StakeMath.sol";
import {ParameterIds} from "../parameters/ParameterIds.sol";
import {OperatorRecord} from "./OperatorRecord.sol";

/// @title StakingState: what Staking stores of operators, who is wired to it, and where MILL enters and leaves
/// @dev Every change of stake reads what it changes after `_accrue`, which may add rewards.
abstract contract StakingState is IStaking {
    using SafeERC20 for IERC20;
    using SafeCast for uint256;

    IERC20 internal immutable MILL;
    IParameters internal immutable PARAMETERS;
    address private immutable WIRER;

    /// @dev They share a word, which crediting rewards reads.
    address private _emissions;
    uint96 private _uncredited;
    address private _leases;
    address private _disputes;

    mapping(address operator => OperatorRecord) internal _operators;

    constructor(IERC20 mill, IParameters parameters, address wirer) {
        MILL = mill;
        PARAMETERS = parameters;
        WIRER = wirer;
    }

    // ------------------------------------------------------------------------------------------------ wiring

    modifier onlyLeases() {
        if (msg.sender != _leases) revert NotAuthorized(msg.sender, _leases);
        _;
    }

    modifier onlyDisputes() {
        if (msg.sender != _disputes) revert NotAuthorized(msg.sender, _disputes);
        _;
    }

    modifier onlyEmissions() {
        if (msg.sender != _emissions) revert NotAuthorized(msg.sender, _emissions);
        _;
    }

    /// @inheritdoc IStaking
    function wire(address leases, address disputes, address emissions) external {
        if (msg.sender != WIRER) revert NotAuthorized(msg.sender, WIRER);
        if (_leases != address(0)) revert AlreadyWired();
        if (leases == address(0) || disputes == address(0)) revert ZeroAddress();

        (_leases, _disputes, _emissions) = (leases, disputes, emissions);
        emit Wired(leases, disputes, emissions);
    }

    /// @inheritdoc IStaking
    function wired() external view returns (address leases, address disputes, address emissions) {
        return (_leases, _disputes, _emissions);
    }

    /// @dev Credit what the stake has earned before it changes.
    /// @param falls whether the change may leave less of it
    function _accrue(address operator, bool falls) internal {
        address emissions = _emissions;
        if (emissions == address(0)) return;
        uint256 reward = IEmissionsHook(emissions).accrue(operator, falls);
        if (reward != 0) _reward(operator, reward);
    }

    /// @dev Before stake grows, have what it earned since it fell be paid by what was left.
    function _settleFall(address operator) internal {
        address emissions = _emissions;
        if (emissions != address(0)) IEmissionsHook(emissions).settleFall(operator);
    }

    /// @dev Add rewards to stake. In `Rewards`.
    function _reward(address operator, uint256 amount) internal virtual;

    // -------------------------------------------------------------------------------------------------- MILL

    function _pull(address from, uint256 amount) internal {
        MILL.safeTransferFrom(from, address(this), amount);
    }

    /// @inheritdoc IStaking
    function noteMinted(uint256 amount) external onlyEmissions {
        _uncredited = (_uncredited + amount).toUint96();
    }

    /// @dev Credit what Emissions minted to Staking, but never what was not minted.
    /// @return credited at most `amount`
    function _takeMinted(uint256 amount) internal returns (uint256 credited) {
        uint96 left = _uncredited;
        credited = Math.min(amount, left);
        _uncredited = left - uint96(credited);
    }

    function _send(address to, uint256 amount) internal {
        if (amount == 0) return;
        MILL.safeTransfer(to, amount);
    }

    function _burn(uint256 amount) internal {
        if (amount == 0) return;
        IMillToken(address(MILL)).burn(amount);
    }

    /// @inheritdoc IStaking
    function uncredited() external view returns (uint256) {
        return _uncredited;
    }

    // ------------------------------------------------------------------------------------------------- views

    /// @inheritdoc IStaking
    function operatorStake(address operator) external view returns (OperatorStake memory) {
        OperatorRecord memory o = _operators[operator];
        return
            OperatorStake({
                own: o.own.tokens,
                ownThawing: o.thawing.tokens,
                bonded: o.bonded.total,
                locked: o.held.locked,
                pending: o.pending.total,
                delegated: o.delegated.tokens,
                delegatedThawing: o.delegatedThawing.tokens,
                frozenOwn: o.held.frozen,
                frozenDelegated: o.frozenDelegated.total
            });
    }

    /// @inheritdoc IStaking
    function effectiveStake(address operator, uint256 requiredStake) external view returns (uint256) {
        (uint256 own, uint256 delegated) = stakeOf(operator);
        return StakeMath.effective(own, delegated, _value(ParameterIds.MAX_DELEGATION_RATIO), requiredStake);
    }

    /// @inheritdoc IStaking
    function ownStake(address operator) external view returns (uint256) {
        return _operators[operator].own.tokens;
    }

    /// @inheritdoc IStaking
    function stakeOf(address operator) public view returns (uint256 own, uint256 delegated) {
        OperatorRecord storage o = _operators[operator];
        return (o.own.tokens, o.delegated.tokens);
    }

    /// @inheritdoc IStaking
    function freeStake(address operator) public view returns (uint256) {
        OperatorRecord storage o = _operators[operator];
        return Math.saturatingSub(o.own.tokens, uint256(o.bonded.total) + o.held.locked);
    }

    /// @dev Refuse that MILL leaves while `amount` less of own stake and what thaws of it does not cover what open disputes
    /// have frozen. Pending compensation covers nothing: it is others', and would be slashed for what left before it.
    function _checkFrozen(OperatorRecord storage o, address operator, uint256 amount) internal view {
        uint256 frozen = o.held.frozen;
        if (frozen == 0) return;
        uint256 left = uint256(o.own.tokens) + o.thawing.tokens - amount;
        if (left < frozen) revert StakeFrozen(operator, left, frozen);
    }

    /// @dev From now on, a thaw period later (timestamp, s).
    function _afterThaw() internal view returns (uint40) {
        return (block.timestamp + _value(ParameterIds.THAW_SECONDS)).toUint40();
    }

    function _value(bytes32 id) internal view returns (uint256) {
        return PARAMETERS.value(id);
    }
}
