// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {IERC3009} from "@openzeppelin/contracts/interfaces/draft-IERC3009.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IEscrow} from "../interfaces/IEscrow.sol";
import {IPermit2} from "../interfaces/IPermit2.sol";
import {EscrowState} from "./EscrowState.sol";

/// @title Balances: the only place where tokens enter or leave Escrow
/// @dev Every function that measures a balance holds the re-entrancy guard, so that one transfer can never be counted for
/// two deposits.
abstract contract Balances is EscrowState, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    IPermit2 internal immutable PERMIT2;

    constructor(IPermit2 permit2) {
        PERMIT2 = permit2;
    }

    /// @inheritdoc IEscrow
    function freeBalance(address account, address token) external view returns (uint256) {
        return _free[account][token];
    }

    // ----------------------------------------------------------------------------------------------- money in

    /// @inheritdoc IEscrow
    function deposit(address token, uint256 amount) external nonReentrant returns (uint256) {
        uint256 balanceBefore = _checkDeposit(token, amount);
        IERC20(token).safeTransferFrom(msg.sender, address(this), amount);
        return _credit(msg.sender, token, balanceBefore);
    }

    /// @inheritdoc IEscrow
    function depositWithPermit(
        address token,
        address owner,
        uint256 amount,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external nonReentrant returns (uint256) {
        uint256 balanceBefore = _checkDeposit(token, amount);
        // A stranger may pull only what the owner's signature allows here and now: neither an allowance that is left
        // over nor a token whose fallback swallows the permit will do. The owner's own call needs no such proof.
        if (!_usePermit(token, owner, amount, deadline, v, r, s) && msg.sender != owner) {
            revert PermitRefused(owner, token);
        }
        IERC20(token).safeTransferFrom(owner, address(this), amount);
        return _credit(owner, token, balanceBefore);
    }

    /// @inheritdoc IEscrow
    function depositWithAuthorization(
        address token,
        address from,
        uint256 amount,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external nonReentrant returns (uint256) {
        uint256 balanceBefore = _checkDeposit(token, amount);
        IERC3009(token).receiveWithAuthorization(from, address(this), amount, validAfter, validBefore, nonce, v, r, s);
        return _credit(from, token, balanceBefore);
    }

    /// @inheritdoc IEscrow
    function depositWithPermit2(
        address token,
        address owner,
        uint256 amount,
        uint256 nonce,
        uint256 deadline,
        bytes calldata signature
    ) external nonReentrant returns (uint256) {
        uint256 balanceBefore = _checkDeposit(token, amount);
        PERMIT2.permitTransferFrom(
            IPermit2.PermitTransferFrom(IPermit2.TokenPermissions(token, amount), nonce, deadline),
            IPermit2.SignatureTransferDetails(address(this), amount),
            owner,
            signature
        );
        return _credit(owner, token, balanceBefore);
    }

    /// @dev What must hold before any deposit. Returns Escrow's balance, which `_credit` measures against.
    function _checkDeposit(address token, uint256 amount) private view returns (uint256 balanceBefore) {
        if (amount == 0) revert ZeroAmount();
        (bool listed, uint256 paused) = PARAMETERS.depositTerms(token);
        if (!listed) revert TokenNotListed(token);
        if (block.timestamp < paused) revert DepositsPaused(paused);
        return _balanceOf(token);
    }

    /// @dev Credit what arrived, which a hostile token cannot make less than zero without reverting.
    function _credit(address account, address token, uint256 balanceBefore) private returns (uint256 credited) {
        credited = _balanceOf(token) - balanceBefore;
        if (credited == 0) revert ZeroAmount();
        _free[account][token] += credited;
        emit Deposited(account, token, credited);
    }

    /// @dev `IERC20(token).balanceOf(address(this))`, without allocating memory.
    function _balanceOf(address token) private view returns (uint256 held) {
        bool ok;
        assembly ("memory-safe") {
            mstore(0, 0x70a0823100000000000000000000000000000000000000000000000000000000)
            mstore(4, address())
            ok := staticcall(gas(), token, 0, 36, 0, 32)
            ok := and(ok, gt(returndatasize(), 31))
            held := mload(0)
        }
        if (!ok) revert TokenCallFailed(token);
    }

    /// @dev True if the permit was accepted now: the token did not revert and the owner's nonce moved by one.
    function _usePermit(
        address token,
        address owner,
        uint256 amount,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) private returns (bool) {
        uint256 nonceBefore = _permitNonce(token, owner);
        try IERC20Permit(token).permit(owner, address(this), amount, deadline, v, r, s) {
            return _permitNonce(token, owner) == nonceBefore + 1;
        } catch {
            return false;
        }
    }

    /// @dev A token without nonces answers 2²⁵⁶ − 2, whose successor never comes.
    function _permitNonce(address token, address owner) private view returns (uint256) {
        (bool ok, bytes memory answer) = token.staticcall(abi.encodeCall(IERC20Permit.nonces, (owner)));
        return ok && answer.length == 32 ? abi.decode(answer, (uint256)) : type(uint256).max - 1;
    }

    // ---------------------------------------------------------------------------------------------- money out

    /// @inheritdoc IEscrow
    function withdraw(address token, uint256 amount, address to) external nonReentrant {
        if (amount == 0) revert ZeroAmount();
        if (to == address(0)) revert ZeroAddress();
        _takeFree(msg.sender, token, amount);
        emit Withdrawn(msg.sender, token, to, amount);
        IERC20(token).safeTransfer(to, amount);
    }

    /// @dev Send tokens that the caller has already taken off the books. Without the guard: whatever the token calls back,
    /// it finds the books right, and a deposit that it calls measures its own transfer only.
    function _send(address token, address to, uint256 amount) internal {
        IERC20(token).safeTransfer(to, amount);
    }

    // --------------------------------------------------------------------------------------------- accounting

    function _takeFree(address account, address token, uint256 amount) internal {
        uint256 free = _free[account][token];
        if (free < amount) revert InsufficientFreeBalance(account, token, free, amount);
        unchecked {
            _free[account][token] = free - amount;
        }
    }

    function _giveFree(address account, address token, uint256 amount) internal {
        if (amount != 0) _free[account][token] += amount;
    }
}
