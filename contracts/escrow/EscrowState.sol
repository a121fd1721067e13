// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {IEscrow} from "../interfaces/IEscrow.sol";
import {IParameters} from "../interfaces/IParameters.sol";
import {ChannelWord} from "./ChannelWord.sol";
import {EarningsWord} from "./EarningsWord.sol";

/// @title EscrowState: what Escrow stores, and who is wired to it
/// @dev Escrow's parts (`Balances`, `Channels`, `Earnings`, `Settlement`) share this state and nothing else; none calls
/// into another part's functions except downwards to `Balances`.
abstract contract EscrowState is IEscrow, EIP712 {
    IParameters internal immutable PARAMETERS;
    address private immutable WIRER;

    mapping(address account => mapping(address token => uint256)) internal _free;
    mapping(bytes32 channelId => ChannelWord) internal _channels;
    mapping(address token => mapping(address operator => EarningsWord)) internal _earnings;

    bool private _wired;
    mapping(address account => bool) private _isController;

    /// @inheritdoc IEscrow
    address public feeCollector;

    constructor(IParameters parameters, address wirer) EIP712("Millrace", "1") {
        PARAMETERS = parameters;
        WIRER = wirer;
    }

    /// @inheritdoc IEscrow
    function isController(address account) public view returns (bool) {
        return _isController[account];
    }

    /// @inheritdoc IEscrow
    function wire(address[] calldata controllers, address feeCollector_) external {
        if (msg.sender != WIRER) revert NotAuthorized(msg.sender, WIRER);
        if (_wired) revert AlreadyWired();
        if (feeCollector_ == address(0)) revert ZeroAddress();

        _wired = true;
        feeCollector = feeCollector_;
        for (uint256 i; i < controllers.length; ++i) _isController[controllers[i]] = true;
        emit Wired(controllers, feeCollector_);
    }
}
