// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IParameters} from "../../../contracts/interfaces/IParameters.sol";
import {EscrowModel} from "./EscrowModel.sol";

/// @title Whatever anybody may send, most of which must be refused, and each time with a reason
/// @dev In a file of tests, as the runner calls only contracts that it has an artifact of.
contract UnboundedPayments {
    EscrowModel private model;

    constructor(EscrowModel model_) {
        model = model_;
    }

    /// @dev One door, so that the runner goes through it as often as through the bounded one.
    function send(uint8 kind, uint8[4] calldata which, uint256 x, uint96[4] calldata amounts, address to) external {
        if (kind % 6 == 0) _put(which, x, to);
        else if (kind % 6 == 1) {
            model.open(which[0] % model.PAYERS(), which[1] % model.OPERATORS(), which[2] % model.TOKENS(), x);
        } else if (kind % 6 == 2) _change(which, x);
        else if (kind % 6 == 3) _settle(which, amounts);
        else if (kind % 6 == 4) _take(which);
        else _govern(which, amounts[0]);
    }

    function _put(uint8[4] calldata which, uint256 amount, address to) private {
        uint256 t = which[1] % model.TOKENS();
        if (which[2] % 2 == 0)
            model.withdraw(t, _anybody(which[0]), amount, to);
            // More than a position holds would make moves fail that otherwise must not.
        else model.deposit(t, _anybody(which[0]), amount % 2 ** 88);
    }

    function _change(uint8[4] calldata which, uint256 x) private {
        if (model.count() == 0) return;
        uint256 channel = which[1] % model.count();
        uint256 kind = which[2] % 4;
        if (kind == 0) model.topUp(channel, _anybody(which[0]), x);
        else if (kind == 1) model.requestClose(channel, _anybody(which[0]));
        else if (kind == 2) model.close(channel, _anybody(which[0]));
        else model.closeByBoth(channel, x % 2 ** 96, 1 + (which[0] % 3));
    }

    function _settle(uint8[4] calldata which, uint96[4] calldata amounts) private {
        if (model.count() == 0) return;
        uint256[] memory channels = new uint256[](4);
        uint256[] memory targets = new uint256[](4);
        for (uint256 j; j < 4; ++j) (channels[j], targets[j]) = (which[j] % model.count(), amounts[j]);
        model.settle(channels, targets, which[0] % 3);
    }

    function _take(uint8[4] calldata which) private {
        uint256 t = which[1] % model.TOKENS();
        if (which[2] % 3 == 0) model.withdrawEarnings(which[0] % model.OPERATORS(), t);
        else if (which[2] % 3 == 1) model.collectFees(t, _anybody(which[0]));
        else model.collectRelayerFees(t);
    }

    function _govern(uint8[4] calldata which, uint96 x) private {
        if (which[0] % 4 == 0) model.setParameter("protocolFeeBps", x);
        else if (which[0] % 4 == 1) model.setParameter("challengePeriodSeconds", x);
        else if (which[0] % 4 == 2) model.pause(IParameters.Action(which[1] % 3), x % 2 == 0);
        else model.setRelayer(which[1] % model.TOKENS(), x % 3, x);
    }

    function _anybody(uint8 who) private view returns (address) {
        if (who % 4 == 0) return model.payer(who % model.PAYERS());
        if (who % 4 == 1) return model.operator(who % model.OPERATORS());
        if (who % 4 == 2) return model.stranger();
        return model.collector();
    }
}
