// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {ERC20Votes} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Votes.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";
import {Time} from "@openzeppelin/contracts/utils/types/Time.sol";
import {IMillToken} from "../interfaces/IMillToken.sol";

/// @title MillToken
/// @notice `IMillToken` is the manual.
contract MillToken is IMillToken, ERC20, ERC20Permit, ERC20Votes {
    /// @inheritdoc IMillToken
    uint256 public constant CAP = 1_000_000_000e18;

    address private immutable WIRER;

    /// @inheritdoc IMillToken
    address public minter;

    /// @param genesis who holds the genesis supply
    /// @param wirer who may name the minter, once
    constructor(Allocation[] memory genesis, address wirer) ERC20("Millrace", "MILL") ERC20Permit("Millrace") {
        WIRER = wirer;
        for (uint256 i; i < genesis.length; ++i) _mintCapped(genesis[i].recipient, genesis[i].amount);
    }

    /// @inheritdoc IMillToken
    function wireMinter(address minter_) external {
        if (msg.sender != WIRER) revert NotWirer(msg.sender);
        if (minter != address(0)) revert AlreadyWired();
        if (minter_ == address(0)) revert ZeroAddress();
        minter = minter_;
        emit MinterWired(minter_);
    }

    /// @inheritdoc IMillToken
    function mint(address to, uint256 amount) external {
        if (msg.sender != minter) revert NotMinter(msg.sender);
        _mintCapped(to, amount);
    }

    /// @inheritdoc IMillToken
    function burn(uint256 amount) external {
        _burn(msg.sender, amount);
    }

    function _mintCapped(address to, uint256 amount) private {
        _mint(to, amount);
        if (totalSupply() > CAP) revert CapExceeded(totalSupply(), CAP);
    }

    // ---------------------------------------------------------------------------- clock of the votes (ERC-6372)

    function clock() public view override returns (uint48) {
        return Time.timestamp();
    }

    /// @dev The name is ERC-6372's.
    // solhint-disable-next-line func-name-mixedcase
    function CLOCK_MODE() public pure override returns (string memory) {
        return "mode=timestamp";
    }

    // --------------------------------------------------------------------------------- required by Solidity

    function _update(address from, address to, uint256 amount) internal override(ERC20, ERC20Votes) {
        super._update(from, to, amount);
    }

    function nonces(address owner) public view override(ERC20Permit, Nonces) returns (uint256) {
        return super.nonces(owner);
    }
}
